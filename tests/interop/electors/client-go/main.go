// A candidate by client-go's elector, as a program with the contract of ../README.md.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

type options struct {
	kubeconfig, namespace, lease, identity    string
	leaseDuration, renewDeadline, retryPeriod time.Duration
	elections                                 int
}

func main() {
	opts, err := parse()
	if err != nil {
		fmt.Fprintln(os.Stderr, "elector:", err)
		os.Exit(2)
	}
	config, err := clientcmd.BuildConfigFromFlags("", opts.kubeconfig)
	if err != nil {
		fmt.Fprintln(os.Stderr, "elector:", err)
		os.Exit(1)
	}
	// Or a thousand elections would wait for each other in the client: five requests a second are its default.
	config.QPS = -1
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	events := &events{out: os.Stdout}
	var running sync.WaitGroup
	var candidates []*candidate
	for _, lease := range opts.leases() {
		one := &candidate{lease: lease, resign: make(chan struct{}), back: make(chan struct{})}
		candidates = append(candidates, one)
		running.Add(1)
		go func() {
			defer running.Done()
			contend(ctx, config, opts, one, events)
		}()
	}
	events.line("ready")
	go obey(candidates, events)
	running.Wait()
}

func parse() (options, error) {
	var opts options
	var lease, deadline, retry int64
	flag.StringVar(&opts.kubeconfig, "kubeconfig", "", "names the server")
	flag.StringVar(&opts.namespace, "namespace", "", "of the Lease")
	flag.StringVar(&opts.lease, "lease", "", "name of the Lease")
	flag.StringVar(&opts.identity, "identity", "", "of this candidate")
	flag.Int64Var(&lease, "lease-duration", 0, "milliseconds")
	flag.Int64Var(&deadline, "renew-deadline", 0, "milliseconds")
	flag.Int64Var(&retry, "retry-period", 0, "milliseconds")
	flag.IntVar(&opts.elections, "elections", 0, "how many at once")
	flag.Parse()
	opts.leaseDuration = time.Duration(lease) * time.Millisecond
	opts.renewDeadline = time.Duration(deadline) * time.Millisecond
	opts.retryPeriod = time.Duration(retry) * time.Millisecond
	if flag.NArg() > 0 {
		return opts, fmt.Errorf("expected --name value, got %s", flag.Arg(0))
	}
	for name, value := range map[string]string{
		"kubeconfig": opts.kubeconfig, "namespace": opts.namespace, "lease": opts.lease, "identity": opts.identity,
	} {
		if value == "" {
			return opts, fmt.Errorf("--%s is missing", name)
		}
	}
	return opts, nil
}

func (opts options) leases() []string {
	if opts.elections == 0 {
		return []string{opts.lease}
	}
	names := make([]string, opts.elections)
	for number := range names {
		names[number] = fmt.Sprintf("%s-%d", opts.lease, number)
	}
	return names
}

// candidate is told to resign, and says when it contends again.
type candidate struct {
	lease        string
	resign, back chan struct{}
}

// obey reads commands from standard input.
func obey(candidates []*candidate, events *events) {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if lines.Text() != "resign" {
			continue
		}
		for _, one := range candidates {
			events.at("releasing", one.lease)
			one.resign <- struct{}{}
			<-one.back
		}
		events.line("ready")
	}
}

// contend runs one elector after the other: each serves for one term. One that resigns is cancelled, and the next one begins
// when the others, who poll at the latest after 2.2 retry periods, have had their turn.
func contend(ctx context.Context, config *rest.Config, opts options, one *candidate, events *events) {
	lease := one.lease
	for ctx.Err() == nil {
		term, end := context.WithCancel(ctx)
		go func() {
			select {
			case <-one.resign:
				end()
			case <-term.Done():
			}
		}()
		lock, err := resourcelock.NewFromKubeconfig(resourcelock.LeasesResourceLock, opts.namespace, lease,
			resourcelock.ResourceLockConfig{Identity: opts.identity}, config, opts.renewDeadline)
		if err != nil {
			fail(err)
		}
		led := make(chan struct{})
		elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
			Lock:            lock,
			LeaseDuration:   opts.leaseDuration,
			RenewDeadline:   opts.renewDeadline,
			RetryPeriod:     opts.retryPeriod,
			ReleaseOnCancel: true,
			Name:            lease,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) {
					events.at("started", lease)
					close(led)
				},
				OnStoppedLeading: func() {
					// Called without a start as well.
					select {
					case <-led:
						events.at("stopped", lease)
					default:
					}
				},
				OnNewLeader: func(identity string) { events.at("observed", lease, identity) },
			},
		})
		if err != nil {
			fail(err)
		}
		elector.Run(term)
		resigned := term.Err() != nil && ctx.Err() == nil
		end()
		if resigned {
			select {
			case <-time.After(3 * opts.retryPeriod):
			case <-ctx.Done():
			}
			one.back <- struct{}{}
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "elector:", err)
	os.Exit(2)
}

// events writes what happens, one line each.
type events struct {
	mutex sync.Mutex
	out   io.Writer
}

func (events *events) at(what string, words ...string) {
	line := fmt.Sprintf("%s %d", what, monotonic())
	for _, word := range words {
		if word != "" {
			line += " " + word
		}
	}
	events.line(line)
}

func (events *events) line(text string) {
	events.mutex.Lock()
	defer events.mutex.Unlock()
	fmt.Fprintln(events.out, text)
}

// monotonic is the clock that a JVM's System.nanoTime reads.
func monotonic() int64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		fail(err)
	}
	return now.Nano()
}
