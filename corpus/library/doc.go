// Package library keeps the articles of one community and their versions as files.
package library
