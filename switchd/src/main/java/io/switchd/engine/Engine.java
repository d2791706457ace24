package io.switchd.engine;

import io.switchd.fdb.FdbCounters;
import io.switchd.fdb.FdbPage;
import io.switchd.fdb.FdbStatistics;
import io.switchd.fdb.MacTable;
import io.switchd.forward.PortRules;
import io.switchd.frame.EthernetLayout;
import io.switchd.port.Port;
import io.switchd.port.PortPoller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A running forwarding loop, as everybody else sees it: each method asks the loop's thread to do something between two
 * batches of frames and waits until it is done. What comes back are copies, never references into the loop's tables.
 *
 * <p>Safe from any thread but the loop's own.
 */
public final class Engine implements AutoCloseable {

    private static final int FDB_PAGE = 4_096;
    /** In entries: what is forgotten between two batches of frames, some 2 ms of work. */
    private static final int FLUSH_STRETCH = 8_192;
    /** Longer than a loop may stand still: whoever watches the loops tells then what holds one up. */
    private static final int ANSWER_SECONDS = 10;

    private final CommandQueue commands = new CommandQueue();
    private final BridgeTable table = new BridgeTable();
    private final PortPoller poller;
    private final ForwardingLoop loop;
    private final LoopThread thread;
    private final long hashKey;
    private final FdbChanges changes = new FdbChanges();
    private final Consumer<Throwable> fatal;

    /**
     * Starts the loop.
     *
     * @param busyPollNanos how long it looks on for frames before it sleeps, where that pays; 0 for not at all
     * @param hashKey of its MAC tables, unpredictable to who sends frames
     * @param fatal   is told what the loop could not survive, or that it is stuck; the process should end
     */
    public Engine(final String name, final Clock clock, final PortPoller poller, final long busyPollNanos, final long hashKey,
                  final Consumer<Throwable> fatal) {
        this.poller = poller;
        this.hashKey = hashKey;
        this.fatal = fatal;
        loop = new ForwardingLoop(clock, poller, busyPollNanos, commands, table, changes);
        thread = new LoopThread(name, loop, table, poller::wakeUp, fatal);
    }

    /** @param counters of its stations, from the beginning */
    public void addBridge(final String name, final BridgeSettings settings, final FdbCounters counters) {
        final MacTable fdb = newTable(settings);
        fdb.countIn(counters);
        final Bridge bridge = new Bridge(name, settings, fdb, new FdbReports(name, table, changes));
        run(table -> table.addBridge(bridge));
    }

    /**
     * Changes the settings of a bridge.
     *
     * @param emptied whether the bridge gets a new MAC table with nothing but the static stations; it is made here,
     *                since a large one takes long to make
     */
    public void configure(final String bridge, final BridgeSettings settings, final boolean emptied) {
        final MacTable fdb = emptied ? newTable(settings) : null;
        run(table -> table.bridge(bridge).configure(settings, fdb, table.nowSeconds()));
    }

    private MacTable newTable(final BridgeSettings settings) {
        return new MacTable(settings.tableSize(), settings.ageingSeconds(), hashKey);
    }

    /** Takes a bridge without ports away. */
    public void removeBridge(final String name) {
        run(table -> table.removeBridge(name));
    }

    /** Makes the loop the owner of a port, a member of the bridge from now on, with the stations that are fixed there. */
    public void attach(final String bridge, final String name, final Port port, final PortRules rules, final Collection<Station> fixed) {
        run(table -> {
            final BridgePort attached = table.attach(bridge, name, port, rules);
            try {
                fix(table, attached, fixed);
                watch(port);
            } catch (final RuntimeException e) {
                table.detach(attached);
                throw e;
            }
        });
    }

    private void watch(final Port port) {
        poller.add(port.descriptor());
        if (port.queueDescriptor() >= 0) {
            poller.add(port.queueDescriptor());
        }
    }

    private void unwatch(final Port port) {
        poller.remove(port.descriptor());
        if (port.queueDescriptor() >= 0) {
            poller.remove(port.queueDescriptor());
        }
    }

    /** Changes what is set of a port; what was learned there is forgotten when its VLANs change. */
    public void configurePort(final String port, final PortRules rules) {
        if (ask(table -> table.port(port).bridge().forwarder().changesVlan(table.port(port).number(), rules))) {
            flushPort(port);
        }
        run(table -> {
            final BridgePort attached = table.port(port);
            attached.bridge().forwarder().configurePort(attached.number(), rules, table.nowNanos());
        });
    }

    /** Lets static stations of a port go and fixes others there. */
    public void changeStations(final String port, final Collection<Station> unfixed, final Collection<Station> fixed) {
        run(table -> {
            final BridgePort attached = table.port(port);
            final MacTable fdb = attached.bridge().fdb();
            unfixed.forEach(station -> fdb.unfix(station.vlan(), station.mac(), attached.number()));
            fix(table, attached, fixed);
        });
    }

    private static void fix(final BridgeTable table, final BridgePort port, final Collection<Station> fixed) {
        final MacTable fdb = port.bridge().fdb();
        fixed.forEach(station -> fdb.fix(station.vlan(), station.mac(), port.number(), station.sticky(), table.nowSeconds()));
    }

    /** Takes a port away from the loop, which has let go of it when this returns. */
    public void detach(final String port) {
        flushPort(port);
        run(table -> {
            final BridgePort attached = table.port(port);
            attached.port().refreshCounters();
            unwatch(attached.port());
            table.detach(attached);
        });
    }

    /** No frame is taken until {@link #go()}; all else is done. */
    public void hold() {
        run(table -> loop.hold());
    }

    public void go() {
        run(table -> loop.go());
    }

    public void linkChanged(final String port, final boolean carrier, final int mtu) {
        run(table -> table.port(port).port().linkChanged(carrier, mtu));
    }

    public List<PortSnapshot> counters() {
        return ask(table -> {
            final List<PortSnapshot> snapshots = new ArrayList<>();
            for (final BridgePort port : table.ports()) {
                port.port().refreshCounters();
                snapshots.add(new PortSnapshot(port.bridge().name(), port.name(), port.port().counters().snapshot()));
            }
            return snapshots;
        });
    }

    public void resetCounters() {
        run(table -> {
            for (final BridgePort port : table.ports()) {
                port.port().refreshCounters();
                port.port().counters().reset();
            }
        });
    }

    public FdbStatistics fdbStatistics(final String bridge) {
        return ask(table -> table.bridge(bridge).fdb().counters().snapshot());
    }

    /**
     * Reads a page of what a bridge knows. A large table takes many pages, between which frames pass.
     *
     * @param from 0 at first, then what the call before returned
     * @return where to go on, or -1 when all has been read
     */
    public int readFdb(final String bridge, final int from, final Consumer<FdbEntry> reader) {
        final FdbPage page = new FdbPage(FDB_PAGE);
        final String[] names = new String[FDB_PAGE];
        final int next = ask(table -> {
            final int end = table.bridge(bridge).fdb().read(from, table.nowSeconds(), page);
            for (int i = 0; i < page.size(); i++) {
                names[i] = table.port(page.port(i)).name();
            }
            return end;
        });
        for (int i = 0; i < page.size(); i++) {
            reader.accept(new FdbEntry(bridge, page.vlan(i), page.mac(i), names[i], page.age(i)));
        }
        return next;
    }

    /**
     * Learns what a daemon before this one had learned, those first that were heard least recently. Of ports that are not
     * attached and stations past their time nothing is learned.
     */
    public void learn(final String bridge, final List<FdbEntry> stations) {
        for (int from = 0; from < stations.size(); from += FDB_PAGE) {
            final List<FdbEntry> stretch = stations.subList(from, Math.min(stations.size(), from + FDB_PAGE));
            run(table -> stretch.forEach(station -> {
                final BridgePort port = table.port(station.port());
                if (port != null && port.bridge() == table.bridge(bridge)) {
                    port.bridge().fdb().learn(station.vlan(), station.mac(), port.number(), table.nowSeconds() - station.ageSeconds(), MacTable.NO_LIMIT);
                }
            }));
        }
    }

    /** In which VLANs, or whether in the one that is given, a bridge knows a station. */
    public List<Integer> vlansOf(final String bridge, final long mac, final Optional<Integer> only) {
        return ask(table -> {
            final List<Integer> vlans = new ArrayList<>();
            final MacTable fdb = table.bridge(bridge).fdb();
            for (int vlan = only.orElse(0); vlan <= only.orElse(EthernetLayout.VID_MASK); vlan++) {
                if (fdb.lookup(vlan, mac, table.nowSeconds()) != MacTable.UNKNOWN) {
                    vlans.add(vlan);
                }
            }
            return vlans;
        });
    }

    /** Forgets a station that was learned; returns whether there was one. */
    public boolean forgetLearned(final String bridge, final int vlan, final long mac) {
        return ask(table -> table.bridge(bridge).fdb().forgetLearned(vlan, mac));
    }

    /**
     * Forgets what was learned: all of it, or that of one port, of one VLAN, or of both. A port that is not attached
     * has nothing to forget.
     */
    public void flushFdb(final String bridge, final String port, final OptionalInt vlan) {
        final List<String> ports = ask(table -> Arrays.stream(table.ports()).filter(attached -> attached.bridge() == table.bridge(bridge))
            .map(BridgePort::name).filter(name -> port == null || name.equals(port)).collect(Collectors.toList()));
        if (vlan.isEmpty()) {
            ports.forEach(this::flushPort);
        } else if (port == null || !ports.isEmpty()) {
            flushVlan(bridge, port, vlan.getAsInt());
        }
    }

    /** Leaves stations that are learned meanwhile, as if they were afterwards. */
    private void flushPort(final String port) {
        int left = ask(table -> table.port(port).bridge().fdb().learnedAt(table.port(port).number()));
        while (left > 0) {
            final int count = Math.min(left, FLUSH_STRETCH);
            run(table -> table.port(port).bridge().fdb().flushPort(table.port(port).number(), count));
            left -= count;
        }
    }

    private void flushVlan(final String bridge, final String port, final int vlan) {
        int from = 0;
        while (from >= 0) {
            final int start = from;
            from = ask(table -> table.bridge(bridge).fdb()
                .flushVlan(vlan, port == null ? MacTable.UNKNOWN : table.port(port).number(), start, FLUSH_STRETCH));
        }
    }

    /** What becomes of stations on the loop's bridges, for one reader. */
    public FdbChanges changes() {
        return changes;
    }

    /** What the loop counts of itself, to be read at any time without asking the loop. */
    public LoopCounters loopCounters() {
        return loop.counters();
    }

    /** The loop's thread, for those who measure it. */
    public Thread thread() {
        return thread.thread();
    }

    /** Ends the loop; its ports are their maker's to close. */
    @Override
    public void close() {
        thread.close();
        poller.close();
    }

    private void run(final Consumer<BridgeTable> command) {
        ask(table -> {
            command.accept(table);
            return null;
        });
    }

    private <T> T ask(final Function<BridgeTable, T> question) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        commands.offer(() -> {
            try {
                answer.complete(question.apply(table));
            } catch (final RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        poller.wakeUp();
        return await(answer);
    }

    /**
     * Waits for the loop in slices, so that a process that was stopped and goes on loses one slice and not all of its
     * patience. A loop that does not answer in all of them is stuck, and what it was asked may still happen at any
     * time: nothing can be built on that.
     */
    private <T> T await(final CompletableFuture<T> answer) {
        for (int second = 0; second < ANSWER_SECONDS; second++) {
            try {
                return answer.get(1, TimeUnit.SECONDS);
            } catch (final TimeoutException e) {
                continue;
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for the forwarding loop", e);
            } catch (final ExecutionException e) {
                throw new IllegalStateException("the forwarding loop refused: " + e.getCause().getMessage(), e.getCause());
            }
        }
        final IllegalStateException stuck = new IllegalStateException(thread().getName() + " has not answered for " + ANSWER_SECONDS + " seconds");
        fatal.accept(stuck);
        throw stuck;
    }
}
