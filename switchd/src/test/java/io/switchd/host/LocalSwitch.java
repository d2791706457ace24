package io.switchd.host;

import io.switchd.config.ConfigStore;
import io.switchd.config.Journal;
import io.switchd.engine.Clock;
import io.switchd.engine.Engine;
import io.switchd.engine.Loops;
import io.switchd.event.EventLog;
import io.switchd.linux.hold.NoKeeper;
import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.linux.packet.EpollPoller;
import io.switchd.linux.packet.LongFrames;
import io.switchd.linux.packet.PacketBuffers;
import io.switchd.manage.Command;
import io.switchd.manage.CommandFailedException;
import io.switchd.manage.DaemonInfo;
import io.switchd.manage.SwitchManager;
import io.switchd.manage.Transaction;
import io.switchd.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletionException;

/**
 * The daemon without its control channel, and without ears for the kernel's events, so that it does the same each time:
 * in the namespaces of the thread that makes it, with its state and run directory in one.
 */
final class LocalSwitch implements AutoCloseable {

    static final Path DIRECTORY = Path.of("/run/switchd");

    private static final int DEADLINE_MILLIS = 20_000;
    private static final int RING_FRAMES = PacketBuffers.MIN_RING_FRAMES;

    private final ConfigStore store = ConfigStore.in(DIRECTORY);
    private final LongFrames longFrames = new LongFrames();
    private final Engine engine = new Engine("loop", Clock.SYSTEM, new EpollPoller(), 0, 1, LocalSwitch::die);
    private final LinuxHost host;
    private final SwitchManager manager;

    /** Does nothing yet. */
    LocalSwitch() throws IOException {
        Files.createDirectories(DIRECTORY);
        store.load();
        host = new LinuxHost(new NetworkNamespaces(NetworkNamespaces.DIRECTORY), PacketBuffers.ofRing(RING_FRAMES), List.of(longFrames), DIRECTORY, new HeldPorts(new NoKeeper()));
        manager = new SwitchManager(host, new Loops(List.of(engine)), store, Journal.in(DIRECTORY, Epoch.present()),
            new DaemonInfo("test", DIRECTORY, Optional.of(DIRECTORY)), new EventLog(InstantSource.system()), LocalSwitch::die);
    }

    static LocalSwitch started() throws IOException {
        final LocalSwitch local = new LocalSwitch();
        local.manager.start();
        return local;
    }

    /** The program: does what it is told on each line of its input, answers on one of its output, and ends with it as if killed. */
    public static void main(final String... arguments) throws IOException {
        final Scene scene = Scene.valueOf(arguments[0]);
        final LocalSwitch local = new LocalSwitch();
        System.out.println("ready");
        final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        final Timer deadlines = new Timer("deadlines", true);
        for (String word = input.readLine(); word != null; word = input.readLine()) {
            final TimerTask deadline = deadline(word);
            deadlines.schedule(deadline, DEADLINE_MILLIS);
            System.out.println(local.obey(word, scene).replace("\n", "\\n"));
            deadline.cancel();
        }
        Runtime.getRuntime().halt(0);
    }

    private static TimerTask deadline(final String word) {
        return new TimerTask() {
            @Override
            public void run() {
                die(new IllegalStateException("not done within " + DEADLINE_MILLIS + " ms: " + word));
            }
        };
    }

    private String obey(final String word, final Scene scene) throws IOException {
        switch (word) {
            case "start":
                manager.start();
                return "done";
            case "do":
                return run(scene.commands());
            case "undo":
                return run(scene.back());
            case "memory":
                return memory();
            default:
                throw new IllegalArgumentException(word);
        }
    }

    /** "done", or why it was refused. */
    String run(final List<Command> commands) {
        try {
            manager.submit(new Transaction(commands, false, false, 0)).join();
            return "done";
        } catch (final CompletionException e) {
            return e.getCause() instanceof CommandFailedException ? "refused: " + e.getCause().getMessage() : "a defect: " + e.getCause();
        }
    }

    /** What it has in memory: the configuration, and how the ports are. */
    String memory() {
        return Json.write(List.of(values(new Command.Export()), values(new Command.Show(Optional.empty()))));
    }

    private Object values(final Command command) {
        return manager.submit(new Transaction(List.of(command), false, false, 0)).join().values().get(0);
    }

    private static void die(final Throwable cause) {
        cause.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    @Override
    public void close() {
        manager.close();
        engine.close();
        host.close();
        longFrames.close();
    }
}
