package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.ConfigStore;
import io.switchd.config.StationAddress;
import io.switchd.config.StationConfig;
import io.switchd.config.SwitchConfig;
import io.switchd.engine.FdbEntry;
import io.switchd.engine.Loops;
import io.switchd.fdb.FdbStatistics;
import io.switchd.frame.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans the commands on MAC tables. What is fixed is configuration; what was heard is the loops', and only read and
 * forgotten here. Confined to the thread of the {@link SwitchManager}.
 *
 * <p>A table may have a million entries, so an answer has a limited number of them. Who wants them all asks for a page
 * after another, and each page says where the next begins; it is in the order of ports, VLANs and addresses, the pages
 * are in no order.
 */
final class FdbCommands {

    /** In entries, of an answer that is not a page. */
    private static final int MAX_ROWS = 10_000;
    private static final Comparator<FdbEntry> ORDER =
        Comparator.comparing(FdbEntry::port).thenComparing(FdbEntry::vlan).thenComparing(FdbEntry::mac);

    private final ConfigStore store;
    private final Loops loops;

    FdbCommands(final ConfigStore store, final Loops loops) {
        this.store = store;
        this.loops = loops;
    }

    void register(final Planner planner) {
        planner.on(Command.FdbShow.class, this::show);
        planner.on(Command.FdbPage.class, (command, plan) -> {
            command.bridge().ifPresent(plan.config()::bridge);
            final FdbCursor cursor = FdbCursor.parse(command.from());
            plan.answer(() -> page(command.bridge(), cursor));
        });
        planner.on(Command.FdbStats.class, (command, plan) -> {
            plan.config().bridge(command.bridge());
            plan.answer(() -> statistics(command.bridge()));
        });
        planner.on(Command.FdbFlush.class, this::flush);
        planner.on(Command.FdbAdd.class, FdbCommands::add);
        planner.on(Command.FdbDel.class, this::delete);
    }

    private static void add(final Command.FdbAdd command, final Plan plan) {
        final BridgeConfig bridge = plan.config().bridge(command.bridge());
        final long mac = StationAddress.parse(command.mac());
        if (!bridge.hasPort(command.port())) {
            throw new Refusal("bridge " + bridge.name() + " does not have a port " + command.port());
        }
        final int vlan = command.vlan().orElseGet(() -> bridge.port(command.port()).vlan().untaggedVlan());
        final StationConfig station = new StationConfig(vlan, mac, command.port(), command.sticky());
        final Optional<StationConfig> present = bridge.station(vlan, mac);
        if (present.isPresent() && !(command.mayExist() && present.get().equals(station))) {
            throw new Refusal("station " + MacAddress.format(mac) + " of VLAN " + vlan + " is fixed at port " + present.get().port() + " of bridge "
                + bridge.name() + " already" + (present.get().sticky() ? ", and sticky" : ""));
        }
        plan.change(config -> config.withBridge(bridge.with(station)));
    }

    private void delete(final Command.FdbDel command, final Plan plan) {
        final BridgeConfig bridge = plan.config().bridge(command.bridge());
        final long mac = StationAddress.parse(command.mac());
        command.vlan().ifPresent(StationConfig::checkVlan);
        final List<StationConfig> fixed = bridge.stations().stream()
            .filter(station -> station.mac() == mac && command.vlan().orElse(station.vlan()) == station.vlan()).collect(Collectors.toList());
        final List<Integer> heard = loops.find(bridge.name()).map(loop -> loop.vlansOf(bridge.name(), mac, command.vlan())).orElse(List.of());
        if (fixed.isEmpty() && heard.isEmpty()) {
            if (command.ifExists()) {
                return;
            }
            throw new Refusal("bridge " + bridge.name() + " knows no station " + MacAddress.format(mac)
                + command.vlan().map(vlan -> " in VLAN " + vlan).orElse(""));
        }
        plan.change(config -> config.withBridge(bridge.without(fixed::contains)));
        plan.answer(() -> {
            loops.find(bridge.name()).ifPresent(loop -> heard.forEach(vlan -> loop.forgetLearned(bridge.name(), vlan, mac)));
            return null;
        });
    }

    private void show(final Command.FdbShow command, final Plan plan) {
        command.bridge().ifPresent(plan.config()::bridge);
        final long entries = bridges(command.bridge()).stream().mapToLong(bridge -> loops.of(bridge).fdbStatistics(bridge).current()).sum();
        if (entries > MAX_ROWS) {
            throw new Refusal("there are " + entries + " stations, and an answer has " + MAX_ROWS + " at most: ask with fdb show alone in a call, "
                + "or page by page with fdb.page");
        }
        plan.answer(() -> {
            final List<Object> rows = new ArrayList<>();
            bridges(command.bridge()).forEach(bridge -> {
                int from = 0;
                while (from >= 0) {
                    from = read(bridge, from, rows);
                }
            });
            return rows;
        });
    }

    private Map<String, Object> page(final Optional<String> only, final FdbCursor cursor) {
        final List<String> bridges = bridges(only);
        final List<Object> rows = new ArrayList<>();
        final Map<String, Object> page = new LinkedHashMap<>();
        page.put("rows", rows);
        page.put("bridges", bridges);
        page.put("port_width", portWidth(bridges));
        FdbCursor next = cursor.in(bridges);
        if (next != null) {
            final int from = read(next.bridge(), next.entry(), rows);
            next = from >= 0 ? new FdbCursor(next.bridge(), from) : next.after(bridges);
        }
        if (next != null) {
            page.put("next", next.toString());
        }
        return page;
    }

    private int portWidth(final List<String> bridges) {
        return bridges.stream().map(store.config()::bridge)
            .flatMap(bridge -> Stream.concat(bridge.ports().keySet().stream(), Stream.of(bridge.name()).filter(bridge::hasPort)))
            .mapToInt(String::length).max().orElse(0);
    }

    private int read(final String bridge, final int from, final List<Object> rows) {
        final List<FdbEntry> entries = new ArrayList<>();
        final int next = loops.of(bridge).readFdb(bridge, from, entries::add);
        entries.sort(ORDER);
        entries.forEach(entry -> rows.add(row(entry)));
        return next;
    }

    private static Map<String, Object> row(final FdbEntry entry) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("bridge", entry.bridge());
        row.put("vlan", entry.vlan());
        row.put("mac", MacAddress.format(entry.mac()));
        row.put("port", entry.port());
        if (entry.isStatic()) {
            row.put("static", true);
        } else {
            row.put("age", entry.ageSeconds());
        }
        if (entry.isSticky()) {
            row.put("sticky", true);
        }
        return row;
    }

    private Map<String, Object> statistics(final String bridge) {
        final Map<String, Object> members = new LinkedHashMap<>();
        if (bridges(Optional.of(bridge)).isEmpty()) {
            return members;
        }
        final FdbStatistics counts = loops.of(bridge).fdbStatistics(bridge);
        members.put("bridge", bridge);
        members.put("current", counts.current());
        members.put("maximum", counts.maximum());
        members.put("static", counts.fixed());
        members.put("learned", counts.learned());
        members.put("expired", counts.expired());
        members.put("evicted", counts.evicted());
        members.put("moved", counts.moved());
        return members;
    }

    private void flush(final Command.FdbFlush command, final Plan plan) {
        command.bridge().ifPresent(plan.config()::bridge);
        command.vlan().ifPresent(StationConfig::checkVlan);
        command.port().ifPresent(port -> requirePort(plan.config(), command.bridge(), port));
        plan.answer(() -> {
            final OptionalInt vlan = command.vlan().map(OptionalInt::of).orElseGet(OptionalInt::empty);
            bridges(command.bridge()).forEach(bridge -> loops.of(bridge).flushFdb(bridge, command.port().orElse(null), vlan));
            return null;
        });
    }

    private static void requirePort(final SwitchConfig config, final Optional<String> bridge, final String port) {
        if (bridge.isPresent() && !config.bridge(bridge.get()).hasPort(port)) {
            throw new Refusal("bridge " + bridge.get() + " does not have a port " + port);
        }
        config.portSettings(port);
    }

    /** A bridge that was asked for may be gone: a later command of the same transaction has removed it. */
    private List<String> bridges(final Optional<String> only) {
        return new TreeMap<>(store.config().bridges()).keySet().stream().filter(bridge -> only.isEmpty() || only.get().equals(bridge))
            .collect(Collectors.toList());
    }
}
