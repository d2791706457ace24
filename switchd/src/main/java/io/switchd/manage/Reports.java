package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.ConfigStore;
import io.switchd.config.PortConfig;
import io.switchd.engine.LoopSnapshot;
import io.switchd.engine.Loops;
import io.switchd.engine.PortSnapshot;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Plans the commands that print how the switch is doing, or empty what it has counted and learned. Answers are plain
 * trees whose keys are part of the contract with scripts. Confined to the thread of the {@link SwitchManager}.
 */
final class Reports {

    private final ConfigStore store;
    private final Reconciler reconciler;
    private final Loops loops;
    private final DaemonInfo info;
    private final long startNanos = System.nanoTime();

    Reports(final ConfigStore store, final Reconciler reconciler, final Loops loops, final DaemonInfo info) {
        this.store = store;
        this.reconciler = reconciler;
        this.loops = loops;
        this.info = info;
    }

    void register(final Planner planner) {
        planner.on(Command.Show.class, (command, plan) -> {
            command.bridge().ifPresent(plan.config()::bridge);
            plan.answer(() -> show(command.bridge()));
        });
        planner.on(Command.Stats.class, (command, plan) -> {
            command.name().filter(name -> !plan.config().bridges().containsKey(name)).filter(name -> plan.config().findPort(name).isEmpty())
                .ifPresent(name -> {
                    throw new Refusal("no bridge or port named " + name);
                });
            plan.answer(() -> stats(command.name()));
        });
        planner.on(Command.StatsReset.class, (command, plan) -> plan.answer(() -> {
            loops.resetCounters();
            reconciler.resetCountersOfDetached();
            return null;
        }));
        planner.on(Command.Status.class, (command, plan) -> plan.answer(this::status));
    }

    private List<Object> show(final Optional<String> only) {
        final List<Object> bridges = new ArrayList<>();
        for (final BridgeConfig bridge : bridges(only)) {
            final Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", bridge.name());
            members.putAll(bridge.settings().values());
            final Map<String, Object> ports = new TreeMap<>();
            bridge.ports().values().forEach(port -> ports.put(port.name(), show(port)));
            if (bridge.local()) {
                final Map<String, Object> local = new LinkedHashMap<>(bridge.localPort().values());
                local.put("type", "internal");
                ports.put(bridge.name(), showPort(bridge.name(), local));
            }
            members.put("ports", List.copyOf(ports.values()));
            bridges.add(members);
        }
        return bridges;
    }

    private Map<String, Object> show(final PortConfig port) {
        return showPort(port.name(), port.settings().values());
    }

    private Map<String, Object> showPort(final String name, final Map<String, Object> settings) {
        final PortStatus status = reconciler.status(name);
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", name);
        members.putAll(settings);
        members.put("up", status.isUp());
        if (status.error() != null) {
            members.put("error", status.error());
        }
        return members;
    }

    private List<Object> stats(final Optional<String> only) {
        final Map<String, PortCounters.Snapshot> attached = new TreeMap<>();
        for (final PortSnapshot snapshot : loops.counters()) {
            attached.put(snapshot.port(), snapshot.counters());
        }
        final List<Object> rows = new ArrayList<>();
        for (final BridgeConfig bridge : bridges(Optional.empty())) {
            for (final String port : portNames(bridge)) {
                if (only.isEmpty() || only.get().equals(bridge.name()) || only.get().equals(port)) {
                    final PortCounters.Snapshot counters = attached.get(port);
                    rows.add(row(bridge.name(), port, counters == null ? reconciler.countersOfDetached(port) : counters));
                }
            }
        }
        return rows;
    }

    private static List<String> portNames(final BridgeConfig bridge) {
        final List<String> names = new ArrayList<>(bridge.ports().keySet());
        if (bridge.local()) {
            names.add(bridge.name());
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    private static Map<String, Object> row(final String bridge, final String port, final PortCounters.Snapshot counters) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("bridge", bridge);
        row.put("port", port);
        row.put("rx_packets", counters.rxFrames());
        row.put("rx_bytes", counters.rxBytes());
        row.put("tx_packets", counters.txFrames());
        row.put("tx_bytes", counters.txBytes());
        row.put("rx_dropped", counters.rxDropped());
        row.put("tx_dropped", counters.txDropped());
        final Map<String, Object> drops = new LinkedHashMap<>();
        for (final DropReason reason : DropReason.values()) {
            if (counters.dropped(reason) > 0) {
                drops.put(reason.label(), counters.dropped(reason));
            }
        }
        row.put("drops", drops);
        return row;
    }

    private Map<String, Object> status() {
        final Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", info.version());
        status.put("pid", ProcessHandle.current().pid());
        status.put("uptime_seconds", (System.nanoTime() - startNanos) / 1_000_000_000L);
        status.put("run_dir", info.runDirectory().toString());
        info.stateDirectory().ifPresent(directory -> status.put("state_dir", directory.toString()));
        status.put("java", Runtime.version().toString());
        status.put("generation", store.generation());
        final List<BridgeConfig> bridges = bridges(Optional.empty());
        status.put("bridges", bridges.size());
        status.put("ports", bridges.stream().mapToInt(bridge -> portNames(bridge).size()).sum());
        status.put("loops", loops.snapshots().stream().map(Reports::loop).collect(Collectors.toUnmodifiableList()));
        status.put("memory", memory());
        final List<Object> ports = new ArrayList<>();
        bridges.forEach(bridge -> portNames(bridge).forEach(port -> ports.add(portState(bridge.name(), port))));
        status.put("port_state", ports);
        return status;
    }

    private static Map<String, Object> loop(final LoopSnapshot loop) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", loop.name());
        members.put("ports", loop.ports());
        members.put("cycles", loop.cycles());
        members.put("bridges", loop.bridges());
        return members;
    }

    private static Map<String, Object> memory() {
        final Runtime runtime = Runtime.getRuntime();
        final Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("heap_used_bytes", runtime.totalMemory() - runtime.freeMemory());
        memory.put("heap_max_bytes", runtime.maxMemory());
        memory.put("direct_used_bytes", ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum());
        return memory;
    }

    private Map<String, Object> portState(final String bridge, final String port) {
        final PortStatus status = reconciler.status(port);
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("bridge", bridge);
        members.put("port", port);
        members.put("state", status.state().label());
        if (status.error() != null) {
            members.put("error", status.error());
        }
        return members;
    }

    /** A bridge that was asked for may be gone: a later command of the same transaction has removed it. */
    private List<BridgeConfig> bridges(final Optional<String> only) {
        return store.config().bridges().values().stream()
            .filter(bridge -> only.isEmpty() || only.get().equals(bridge.name()))
            .collect(Collectors.toUnmodifiableList());
    }
}
