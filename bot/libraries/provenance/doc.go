// Package provenance is what is known of where a library's articles come from: the facts that moderators state of them, why a source
// failed, and what refreshing the sources has come to. Only the last is kept here, in a file; it is part of no version.
package provenance
