package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Once;
import io.switchd.testkit.OtherVersion;
import io.switchd.testkit.RequiresStrace;
import io.switchd.testkit.SpawnedProcess;
import io.switchd.testkit.SystemdStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A daemon that ends, however it does, and the next one: no frame is lost, and none comes twice or out of its turn. */
@Alone
@Once
class RestartIT extends GuestTest {

    /** 100 in a thorough run. */
    private static final int TRIALS = Integer.getInteger("restart.trials", 3);
    private static final int FRAMES_PER_SECOND = Integer.getInteger("restart.frames", 20_000);

    private static final String OTHER_VERSION = "99.0";

    private int services;

    /** How a daemon ends and the next one starts. */
    private interface Restart {
        void run();
    }

    @Test
    void aDaemonThatIsKilledLosesNothing() {
        losesNothing("killed, without systemd", () -> {
            daemon.stop("KILL");
            daemon.start();
        });
    }

    @Test
    void aServiceThatIsKilledLosesNothing() {
        asService((systemd, service) -> losesNothing("killed as a service", () -> restart(systemd, service, "KILL")));
    }

    @Test
    void aServiceThatIsStartedAnewLosesNothing() {
        asService((systemd, service) -> losesNothing("told to end as a service, and started anew", () -> restart(systemd, service, "TERM")));
    }

    /** There and back again, for a version that is taken back must lose nothing either. */
    @Test
    void aServiceThatIsUpgradedLosesNothing() {
        final List<String> versions = List.of(OtherVersion.make(lab, lab.directory().resolve("other"), OTHER_VERSION), Daemon.program("switchd"));
        final AtomicInteger upgrades = new AtomicInteger();
        asService((systemd, service) -> losesNothing("upgraded as a service", () -> {
            restart(systemd, service, "TERM", versions.get(upgrades.getAndIncrement() % versions.size()));
            assertEquals(upgrades.get() % versions.size() == 1, serviceLog().contains("switchd " + OTHER_VERSION + " is ready"), this::serviceLog);
        }));
    }

    @Test
    void aTcpConnectionLivesOn() throws IOException {
        ctl("plug", "br", "x", "addr=10.0.0.1/24", "--", "plug", "br", "y", "addr=10.0.0.2/24").ok();
        lab.start(lab.directory().resolve("server"), "ip", "netns", "exec", "y", "iperf3", "-s", "-1");
        Await.until("iperf3 listens", SOON, () -> lab.in("y", "ss", "-ltn").stdout().contains(":5201"));
        final Path output = lab.directory().resolve("client");
        final Process client = lab.start(output, "ip", "netns", "exec", "x", "iperf3", "-c", "10.0.0.2", "-t", "10", "-b", "50M", "-i", "0.5");
        Await.until("bytes pass", SOON, () -> count("x-eth0", "rx_packets") > 50);
        daemon.stop("KILL");
        daemon.start();
        Await.until("bytes pass again", SOON, () -> count("x-eth0", "rx_packets") > 50);
        asService((systemd, service) -> {
            for (final String signal : List.of("KILL", "TERM")) {
                restart(systemd, service, signal);
                Await.until("bytes pass once more", SOON, () -> count("x-eth0", "rx_packets") > 50);
            }
            assertEquals(0, Daemon.waitFor(client), () -> read(output));
        });
    }

    @Test
    void whatIsHeldForADeviceThatIsGoneIsLetGoOf() {
        guests("a", "b");
        final String index = lab.run("ip", "-o", "link", "show", "dev", "a").ok().stdout().split(":")[0];
        Await.until("the sockets of a are held", SOON, () -> kept("holder").contains(" port." + index + ".ring"));
        daemon.stop("KILL");
        lab.run("ip", "link", "del", "dev", "a").ok();
        daemon.start();
        assertTrue(kept("holder").contains("port.") && !kept("holder").contains(" port." + index + "."), kept("holder"));
        assertTrue(daemon.log().contains("port." + index + ".ring"), daemon::log);
    }

    /** Of one that the kernel is about to be given, for no frame is known that a daemon dies of. */
    @RequiresStrace
    @Test
    void aFrameThatHasEndedTwoDaemonsIsDroppedByTheThird() {
        guests("a", "b");
        daemon.stop("KILL");
        guest("a").send(toAll("a").payload("poison"));
        for (int death = 0; death < 2; death++) {
            final Path trace = lab.directory().resolve("dying" + death);
            final Process strace = lab.start(lab.directory().resolve("dying.log"), "strace", "-f", "-o", trace.toString(), "-e", "trace=sendmmsg",
                "-e", "inject=sendmmsg:signal=KILL:when=1", Daemon.program("switchd"),
                "--run-dir", daemon.socket().getParent().toString(), "--state-dir", daemon.stateDirectory().toString());
            Await.until("it is killed", SOON, () -> read(trace).contains("+++ killed by SIGKILL +++"));
            strace.destroyForcibly();
            Daemon.waitFor(strace);
        }
        daemon.start();
        Await.until("it is counted", SOON, () -> dropped("a", "internal-error") == 1);
        final byte[] other = toAll("a").payload("another");
        guest("a").send(other);
        Await.until("another frame passes", SOON, () -> !guest("b").received().isEmpty());
        assertArrayEquals(other, guest("b").take().get(0));
    }

    private void losesNothing(final String what, final Restart restart) {
        guests("a", "b", "c");
        Await.until("of an earlier b nothing is kept", SOON, () -> !kept("stations").contains(" " + mac("b") + " b "));
        guest("b").send(toAll("b").payload("here I am"));
        Await.until("it is kept where b is", SOON, () -> kept("stations").contains(" " + mac("b") + " b "));
        final List<Long> slowest = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            final Flow flow = flow("a", "b", FRAMES_PER_SECOND);
            Await.until("frames pass", SOON, () -> flow.received() > FRAMES_PER_SECOND / 2);
            restart.run();
            final long received = flow.received();
            Await.until("frames pass again", SOON, () -> flow.received() > received + FRAMES_PER_SECOND / 2);
            flow.arrivesWhole();
            slowest.add(flow.slowest().toMillis());
        }
        assertEquals(List.of(), guest("c").take().stream().filter(Flow::isOfFlow).toList(), "what was learned is known after each start, and nothing is flooded");
        Collections.sort(slowest);
        System.out.println(TRIALS + " times " + what + ", with " + FRAMES_PER_SECOND + " frames a second: none lost, none twice, none out of order; the slowest after "
            + slowest.get(0) + " | " + slowest.get(TRIALS / 2) + " | " + slowest.get(TRIALS - 1) + " ms (least | median | most)");
    }

    private void asService(final BiConsumer<SystemdStandIn, AtomicReference<SpawnedProcess>> body) {
        assertEquals(0, daemon.stop("TERM"));
        try (SystemdStandIn systemd = new SystemdStandIn(lab.directory().resolve("notify" + ++services))) {
            final AtomicReference<SpawnedProcess> service = new AtomicReference<>(start(systemd, Daemon.program("switchd")));
            body.accept(systemd, service);
            service.get().signal("TERM");
            service.get().waitFor(SOON);
        } finally {
            daemon.start();
        }
    }

    private void restart(final SystemdStandIn systemd, final AtomicReference<SpawnedProcess> service, final String signal) {
        restart(systemd, service, signal, Daemon.program("switchd"));
    }

    private void restart(final SystemdStandIn systemd, final AtomicReference<SpawnedProcess> service, final String signal, final String program) {
        service.get().signal(signal);
        service.get().waitFor(SOON);
        service.set(start(systemd, program));
    }

    private SpawnedProcess start(final SystemdStandIn systemd, final String program) {
        final long ready = systemd.count("READY=1");
        final SpawnedProcess service = systemd.start(lab, serviceLogFile(), Map.of(), program,
            "--run-dir", daemon.socket().getParent().toString(), "--state-dir", daemon.stateDirectory().toString());
        Await.until("the service is ready", SOON, () -> systemd.count("READY=1") > ready);
        return service;
    }

    private Path serviceLogFile() {
        return lab.directory().resolve("service.log");
    }

    private String serviceLog() {
        return read(serviceLogFile());
    }

    private String kept(final String what) {
        return read(daemon.socket().resolveSibling(what));
    }

    private static String read(final Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
