package io.switchd;

import io.switchd.config.ConfigException;
import io.switchd.config.ConfigStore;
import io.switchd.config.DirectoryLock;
import io.switchd.config.FileFailure;
import io.switchd.config.Journal;
import io.switchd.control.Access;
import io.switchd.control.ControlCounters;
import io.switchd.control.ControlLimits;
import io.switchd.control.ControlServer;
import io.switchd.control.ControlSocket;
import io.switchd.engine.Clock;
import io.switchd.engine.Engine;
import io.switchd.engine.Loops;
import io.switchd.event.EventLog;
import io.switchd.host.Epoch;
import io.switchd.host.HeldPorts;
import io.switchd.host.LinuxHost;
import io.switchd.linux.hold.HolderProcess;
import io.switchd.linux.libc.KernelRandom;
import io.switchd.linux.libc.Users;
import io.switchd.linux.netlink.LinkMonitor;
import io.switchd.linux.netns.NamespaceMonitor;
import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.linux.packet.EpollPoller;
import io.switchd.linux.packet.LongFrames;
import io.switchd.linux.packet.PacketBuffers;
import io.switchd.manage.DaemonInfo;
import io.switchd.manage.FdbEvents;
import io.switchd.manage.Inventory;
import io.switchd.manage.SwitchManager;
import io.switchd.systemd.DescriptorStore;
import io.switchd.systemd.Notifier;
import io.switchd.systemd.Supervision;
import io.switchd.systemd.SystemdKeeper;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The daemon: puts the parts together and runs until it is told to end. Whatever was started is stopped in reverse, so
 * that nothing is used after it was closed.
 */
public final class SwitchDaemon implements AutoCloseable {

    private static final Logger LOG = System.getLogger(SwitchDaemon.class.getName());
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 64;
    private static final long PID = ProcessHandle.current().pid();

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final SelfWatch selfWatch;
    private final Consumer<Throwable> fatal;
    private final Notifier notifier = Notifier.of(System.getenv());
    private final Supervision supervision;

    private SwitchDaemon(final SelfWatch selfWatch) {
        this.selfWatch = selfWatch;
        fatal = selfWatch.fatal();
        supervision = Supervision.begin(notifier, System.getenv(), PID, fatal);
    }

    public static void main(final String[] args) throws InterruptedException {
        try {
            final DaemonOptions options = DaemonOptions.parse(List.of(args), Runtime.getRuntime().availableProcessors());
            switch (options.action()) {
                case PRINT_VERSION:
                    System.out.println("switchd " + version());
                    break;
                case PRINT_USAGE:
                    System.out.print(DaemonOptions.USAGE);
                    break;
                default:
                    run(options);
                    break;
            }
        } catch (final DaemonOptions.UsageException e) {
            fail(e.getMessage(), EXIT_USAGE);
        }
    }

    private static void run(final DaemonOptions options) throws InterruptedException {
        final SwitchDaemon daemon = new SwitchDaemon(new SelfWatch(options, version()));
        Logging.configure(options.logLevel(), daemon.fatal);
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> daemon.fatal.accept(cause));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            daemon.supervision.stopping();
            daemon.close();
            LOG.log(Level.INFO, "switchd has ended");
            Runtime.getRuntime().halt(0);
        }, "shutdown"));
        try {
            final Optional<String> missing = Capabilities.missing();
            if (missing.isPresent()) {
                fail(missing.get(), EXIT_FAILED);
            }
            daemon.start(options);
        } catch (final IOException | RuntimeException | LinkageError e) {
            if (e.getCause() instanceof VirtualMachineError) {
                daemon.fatal.accept(e.getCause());
            }
            LOG.log(Level.DEBUG, "cannot start", e);
            daemon.close();
            fail(e instanceof ConfigException || e instanceof IOException ? e.getMessage() : e.toString(), EXIT_FAILED);
        }
        new CountDownLatch(1).await();
    }

    private synchronized void start(final DaemonOptions options) throws IOException {
        final DescriptorStore kept = DescriptorStore.open(notifier, System.getenv(), PID);
        prepare(options.runDirectory());
        final ConfigStore store;
        if (options.stateDirectory().isPresent()) {
            prepare(options.stateDirectory().get());
            store = ConfigStore.in(options.stateDirectory().get());
        } else {
            store = ConfigStore.none();
        }
        store.load();
        selfWatch.deleteOldStates();
        final long hashKey = KernelRandom.nextLong();
        final List<LongFrames> longFrames = new ArrayList<>();
        final List<Engine> engines = new ArrayList<>();
        final HeldPorts held = new HeldPorts(started(notifier.isHeard() ? new SystemdKeeper(kept) : new HolderProcess(options.runDirectory())));
        for (int loop = 0; loop < options.loops(); loop++) {
            longFrames.add(started(LongFrames.in(started(held.memoryOf(loop)))));
            final Engine engine = started(new Engine("loop-" + loop, Clock.SYSTEM, new EpollPoller(), options.busyPollNanos(), hashKey, fatal));
            engines.add(engine);
            selfWatch.add(engine);
        }
        final NetworkNamespaces namespaces = new NetworkNamespaces(NetworkNamespaces.DIRECTORY);
        final LinuxHost host = started(new LinuxHost(namespaces, PacketBuffers.ofRing(options.ringFrames()), longFrames, options.runDirectory(), held));
        final DaemonInfo info = new DaemonInfo(version(), options.runDirectory(), options.stateDirectory());
        final Journal journal = Journal.in(options.runDirectory(), Epoch.present());
        final Loops loops = new Loops(engines);
        final EventLog events = new EventLog(InstantSource.system());
        started(FdbEvents.start(loops.changes(), events, fatal));
        final SwitchManager manager = started(new SwitchManager(host, loops, store, journal, info, events, fatal));
        started(held::keep);
        started(LinkMonitor.start(manager::devicesChanged, fatal));
        started(NamespaceMonitor.start(namespaces, new NamespaceChanges(manager, events), fatal));
        final ControlCounters controlCounters = new ControlCounters();
        if (options.metrics().isPresent()) {
            started(MetricsServer.open(options.metrics().get(), version(), engines, manager, controlCounters));
        }
        final List<ControlSocket> sockets = sockets(options);
        manager.start();
        kept.closeUnknown();
        started(EverySecond.run(manager::secondPassed));
        final ControlServer control = started(ControlServer.open(sockets, manager, events, controlCounters, Users::uid));
        started(selfWatch.start(manager, control));
        LOG.log(Level.INFO, "switchd " + version() + " is ready at " + sockets.get(0).path() + " with " + store.config().bridges().size() + " bridges");
        supervision.ready(selfWatch::advances, () -> summary(manager.inventory()));
    }

    private static String summary(final Inventory inventory) {
        final long up = inventory.ports().stream().filter(Inventory.Port::up).count();
        return "bridges: " + inventory.bridges().size() + ", ports up: " + up + " of " + inventory.ports().size();
    }

    /** Those who may look enter the directory of the sockets by their group, and there one of them. */
    private static List<ControlSocket> sockets(final DaemonOptions options) throws IOException {
        final ControlSocket all = new ControlSocket(options.runDirectory().resolve("switchd.sock"), Access.ALL, Optional.empty(), ControlLimits.DEFAULT);
        final Path view = options.runDirectory().resolve("view.sock");
        if (options.viewGroup().isEmpty()) {
            Files.deleteIfExists(view);
            return List.of(all);
        }
        final GroupPrincipal group = Groups.named(options.viewGroup().get());
        Groups.give(options.runDirectory(), group);
        return List.of(all, new ControlSocket(view, Access.VIEW, Optional.of(group), ControlLimits.VIEW));
    }

    /** Makes a directory that others cannot enter, and keeps a second daemon out of it. */
    private void prepare(final Path directory) throws IOException {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory.getParent());
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
            }
            started(DirectoryLock.take(directory));
        } catch (final IOException e) {
            throw new IOException("cannot use " + FileFailure.inWords(directory, e).getMessage(), e);
        }
    }

    private <T extends AutoCloseable> T started(final T part) {
        started.push(part);
        return part;
    }

    /** Waits for a start that is under way, so that it finds all there is to stop. */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            final AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (final Exception e) {
                LOG.log(Level.WARNING, part.getClass().getSimpleName() + " did not end well", e);
            }
        }
    }

    private static void fail(final String message, final int exitCode) {
        System.err.println("switchd: " + message);
        Runtime.getRuntime().halt(exitCode);
    }

    private static String version() {
        final String version = SwitchDaemon.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }
}
