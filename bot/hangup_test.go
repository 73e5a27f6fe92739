package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/failure"
	"readout/bot/store/storetest"
)

// inFrontOf puts a simulator where a program of its own, with this environment, finds Discord: behind a proxy that leads to it. Requests
// that held tells of wait until the channel is closed.
func inFrontOf(t *testing.T, srv *discordtest.Server, held func(*http.Request) bool, until <-chan struct{}) (environment []string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"discord.com"}, NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	trusted := filepath.Join(t.TempDir(), "trusted.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	if err := os.WriteFile(trusted, block, 0o600); err != nil {
		t.Fatal(err)
	}
	to := &httputil.ReverseProxy{Transport: srv.HTTPClient().Transport,
		Rewrite: func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = "https", "discord.com" }}
	discord := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if held(r) {
			select {
			case <-until:
			case <-r.Context().Done():
			}
		}
		to.ServeHTTP(w, r)
	}))
	discord.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{certificate}, PrivateKey: key}}}
	discord.StartTLS()
	t.Cleanup(discord.Close)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "discord.com:443" {
			t.Errorf("it asks for %s", r.Host)
			http.Error(w, "only Discord is here", http.StatusForbidden)
			return
		}
		there, err := net.Dial("tcp", discord.Listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		defer there.Close()
		w.WriteHeader(http.StatusOK)
		here, rest, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer here.Close()
		go func() {
			_, _ = io.Copy(there, rest)
			there.Close()
		}()
		_, _ = io.Copy(here, there)
	}))
	t.Cleanup(proxy.Close)
	return []string{"HTTPS_PROXY=" + proxy.URL, "NO_PROXY=", "SSL_CERT_FILE=" + trusted}
}

// TestHangUp sends the program the signals that a service is ended with, while a question is under way: it takes no more, answers the one,
// and ends with status 0.
func TestHangUp(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Log("NOT RUN: signals, and which certificates are trusted, are other systems' own")
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	signals := []os.Signal{syscall.SIGHUP, syscall.SIGTERM}
	if testing.Short() {
		signals = signals[:1]
	}
	for _, signal := range signals {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			begins := time.Now()
			slowly := func() time.Time { return begins.Add(time.Since(begins) / 20) } // what Discord gives three seconds to is in time
			srv := discordtest.New(t, discordtest.Options{Patience: time.Minute, RequestsPerSecond: -1, Now: slowly})
			guild := srv.Guild("Newsroom")
			general, alice := guild.TextChannel("general"), guild.Member("alice")
			stopping, held := make(chan struct{}), make(chan struct{}, 100)
			stop := sync.OnceFunc(func() { close(stopping) })
			defer stop() // or what is held keeps the server from closing
			var log storetest.Log
			cmd := exec.CommandContext(t.Context(), self)
			cmd.Args, cmd.Dir, cmd.Stderr = []string{"readout", "run"}, t.TempDir(), &log // this program is readout under that name
			cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "DISCORD_TOKEN=" + srv.Token()},
				inFrontOf(t, srv, func(r *http.Request) bool {
					answers := r.Method == http.MethodPatch && strings.HasSuffix(r.URL.Path, "/messages/@original")
					if answers {
						held <- struct{}{}
					}
					return answers
				}, stopping)...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			srv.Gateway.WaitReady(t.Context())
			srv.WaitCommands(t.Context(), "ask")
			asked := alice.Slash(general, "ask", discordtest.Args{"question": "What did Lavrov say about Venezuela?"})
			asked.WaitAck(t.Context())
			<-held
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			deadline := time.Now().Add(time.Minute)
			for ; !strings.Contains(log.String(), "no new questions are taken"); time.Sleep(5 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("it goes on:\n%s", &log)
				}
			}
			stop()
			answer := asked.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, "**Sources**") })
			if !strings.Contains(answer.Content, "[1]") {
				t.Errorf("the answer:\n%s", answer.Content)
			}
			if err := cmd.Wait(); err != nil || cmd.ProcessState.ExitCode() != failure.StatusDone {
				t.Errorf("it ended with %v:\n%s", err, &log)
			}
		})
	}
}
