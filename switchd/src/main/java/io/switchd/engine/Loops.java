package io.switchd.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The forwarding loops of the switch, and which bridge is on which of them.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>A bridge is whole on one loop, with all its ports and its MAC table, so that loops share nothing. More loops are
 *       of use to several bridges, never to one.
 *   <li>A new bridge goes to the loop with the fewest ports, among those to one with the fewest bridges, among those to
 *       the first; a port counts where it is wanted, open or not, since at start none is open yet.
 *   <li>There a bridge stays, however unequal the loops become: to move it would be to open its ports again and to forget
 *       its stations.
 * </ul>
 *
 * <p>Confined to the thread that manages the bridges.
 */
public final class Loops {

    private static final Comparator<Load> LEAST =
        Comparator.<Load>comparingInt(load -> load.ports).thenComparingInt(load -> load.bridges).thenComparingInt(load -> load.loop);

    private final List<Engine> engines;
    private final Map<String, Integer> loopOfBridge = new TreeMap<>();

    /** @param engines in the order of the loops' numbers, which begin at 0 */
    public Loops(final List<Engine> engines) {
        this.engines = List.copyOf(engines);
    }

    /** What a loop has to do. */
    private static final class Load {

        private final int loop;
        private int ports;
        private int bridges;

        Load(final int loop) {
            this.loop = loop;
        }

        void add(final int portsOfBridge) {
            ports += portsOfBridge;
            bridges++;
        }
    }

    /**
     * Gives a loop to each bridge that has none, in the order given, and forgets the loops of bridges that are not given.
     *
     * @param ports how many ports each bridge is to have
     */
    public void spread(final Map<String, Integer> ports) {
        loopOfBridge.keySet().retainAll(ports.keySet());
        final List<Load> loads = new ArrayList<>();
        for (int loop = 0; loop < engines.size(); loop++) {
            loads.add(new Load(loop));
        }
        loopOfBridge.forEach((bridge, loop) -> loads.get(loop).add(ports.get(bridge)));
        ports.forEach((bridge, count) -> {
            if (!loopOfBridge.containsKey(bridge)) {
                final Load least = Collections.min(loads, LEAST);
                least.add(count);
                loopOfBridge.put(bridge, least.loop);
            }
        });
    }

    /** The number of the loop that a bridge is on; it is on one, or the caller is at fault. */
    public int numberOf(final String bridge) {
        final Integer loop = loopOfBridge.get(bridge);
        if (loop == null) {
            throw new IllegalStateException("no loop has a bridge " + bridge);
        }
        return loop;
    }

    /** The loop that a bridge is on; it is on one, or the caller is at fault. */
    public Engine of(final String bridge) {
        return engines.get(numberOf(bridge));
    }

    /** The loop that a bridge is on, if there is such a bridge. */
    public Optional<Engine> find(final String bridge) {
        return Optional.ofNullable(loopOfBridge.get(bridge)).map(engines::get);
    }

    /** The counters of the ports of all loops, one loop after another. */
    public List<PortSnapshot> counters() {
        return engines.stream().flatMap(engine -> engine.counters().stream()).collect(Collectors.toUnmodifiableList());
    }

    /** No frame is taken until {@link #go()}. */
    public void hold() {
        engines.forEach(Engine::hold);
    }

    public void go() {
        engines.forEach(Engine::go);
    }

    public void resetCounters() {
        engines.forEach(Engine::resetCounters);
    }

    /** What becomes of stations on each loop. */
    public List<FdbChanges> changes() {
        return engines.stream().map(Engine::changes).collect(Collectors.toUnmodifiableList());
    }

    /** How each loop is doing, in the order of their numbers. */
    public List<LoopSnapshot> snapshots() {
        final List<List<String>> bridges = new ArrayList<>();
        engines.forEach(engine -> bridges.add(new ArrayList<>()));
        loopOfBridge.forEach((bridge, loop) -> bridges.get(loop).add(bridge));
        final List<LoopSnapshot> snapshots = new ArrayList<>();
        for (int loop = 0; loop < engines.size(); loop++) {
            final Engine engine = engines.get(loop);
            snapshots.add(new LoopSnapshot(engine.thread().getName(), engine.counters().size(), engine.loopCounters().cycles(), bridges.get(loop)));
        }
        return snapshots;
    }
}
