package io.switchd.manage;

import io.switchd.port.Port;
import io.switchd.port.PortCounters;
import io.switchd.testkit.MemoryPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A machine in memory, on which any operation can be made to fail: what a real kernel does only when it is out of
 * memory, or races with somebody.
 */
final class MemoryHost implements Host {

    /** What an operation does before it is carried out. */
    interface Trap {
        void spring() throws IOException;
    }

    final Map<String, Device> devices = new LinkedHashMap<>();
    final TreeSet<String> namespaces = new TreeSet<>();
    /** Names without a namespace. */
    final Set<String> stale = new HashSet<>();
    /** What is inside the namespaces. */
    final Map<String, List<Device>> inside = new HashMap<>();
    final List<String> done = new ArrayList<>();
    /** For which loop each device was opened last. */
    final Map<String, Integer> loops = new HashMap<>();
    /** Devices whose port has lost them since. */
    final Set<String> unbound = new HashSet<>();
    final Set<String> stuck = new HashSet<>();
    private final Map<String, Trap> traps = new HashMap<>();
    private int lastIndex = 1;

    /** Springs a trap whenever an operation is asked for, which is its name and what it is for: "delete v1". */
    void before(final String operation, final Trap trap) {
        traps.put(operation, trap);
    }

    void fail(final String operation) {
        before(operation, () -> {
            throw new IOException("cannot " + operation);
        });
    }

    private void operate(final String operation) throws IOException {
        if (traps.containsKey(operation)) {
            traps.get(operation).spring();
        }
        done.add(operation);
    }

    void put(final String name, final String kind, final String alias) {
        devices.put(name, device(++lastIndex, name, kind, alias, false, 0));
    }

    /** A device that is down, whatever one does. */
    void putDown(final String name, final String kind, final String alias) {
        lastIndex++;
        devices.put(name, new Device(lastIndex, name, kind, true, false, false, 1_500, alias, false, 0, 0, true));
    }

    /** A pair that somebody had begun to make for the switch. */
    void putUnfinished(final String name) {
        devices.put(name, device(++lastIndex, name, "veth", "", true, 0));
    }

    void putInside(final String netns, final String name) {
        inside.computeIfAbsent(netns, key -> new ArrayList<>()).add(device(++lastIndex, name, "veth", "", false, 0));
    }

    /** A namespace that switchd has made. */
    void putNamespace(final String name) {
        putNamespace(name, OwnDevices.NAMESPACE_ALIAS);
    }

    private void putNamespace(final String name, final String alias) {
        namespaces.add(name);
        inside.computeIfAbsent(name, key -> new ArrayList<>()).add(new Device(1, "lo", "", false, false, false, 65_536, alias, false, 0, 0, false));
    }

    private static Device device(final int index, final String name, final String kind, final String alias, final boolean unfinished, final int link) {
        return new Device(index, name, kind, true, true, true, 1_500, alias, unfinished, 0, link, true);
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(devices.values());
    }

    @Override
    public Optional<Device> device(final String name) {
        return Optional.ofNullable(devices.get(name));
    }

    @Override
    public void addVeth(final VethSpec spec) throws IOException {
        operate("add-veth " + spec.device());
        final int outside = ++lastIndex;
        lastIndex++;
        devices.put(spec.device(), device(outside, spec.device(), "veth", spec.alias(), false, lastIndex));
        if (spec.netns().isEmpty()) {
            devices.put(spec.peer(), device(lastIndex, spec.peer(), "veth", spec.alias(), false, outside));
        } else {
            inside.computeIfAbsent(spec.netns().get(), netns -> new ArrayList<>()).add(device(lastIndex, spec.peer(), "veth", "", false, outside));
        }
    }

    @Override
    public void delete(final String device) throws IOException {
        operate("delete " + device);
        final Device deleted = devices.remove(device);
        Stream.concat(Stream.of(devices.values()), inside.values().stream())
            .forEach(others -> others.removeIf(other -> deleted != null && other.isPairWith(deleted)));
    }

    @Override
    public void setUp(final String device) throws IOException {
        operate("up " + device);
    }

    @Override
    public void setMtu(final String device, final int mtu) throws IOException {
        operate("mtu " + device + " " + mtu);
        final Device old = devices.get(device);
        devices.put(device, new Device(old.index(), device, old.kind(), true, true, true, mtu, old.alias(), false, 0, old.link(), true));
    }

    @Override
    public void move(final String device, final String netns) throws IOException {
        operate("move " + device);
        devices.remove(device);
    }

    @Override
    public List<Device> devices(final String netns) {
        return List.copyOf(inside.getOrDefault(netns, List.of()));
    }

    @Override
    public void configure(final String netns, final String device, final InsideSpec spec) throws IOException {
        operate("configure " + device + " in " + netns);
    }

    @Override
    public void setLoopbackDown(final String netns) throws IOException {
        operate("down lo in " + netns);
    }

    @Override
    public boolean isStale(final String netns) {
        return stale.contains(netns);
    }

    @Override
    public List<String> namespaces() {
        return List.copyOf(namespaces);
    }

    @Override
    public void addNamespace(final String name, final String alias) throws IOException {
        operate("add-netns " + name);
        putNamespace(name, alias);
    }

    @Override
    public void deleteNamespace(final String name) throws IOException {
        operate("delete-netns " + name);
        namespaces.remove(name);
        inside.remove(name);
        stale.remove(name);
    }

    @Override
    public void attachNamespace(final String name, final long pid) throws IOException {
        operate("attach-netns " + name + " " + pid);
        namespaces.add(name);
    }

    @Override
    public List<String> namesOf(final long pid) {
        return List.of();
    }

    @Override
    public List<String> namesOf(final String netns) {
        return List.of(netns);
    }

    @Override
    public Processes processes() {
        return new Processes() {
            @Override
            public List<Long> in(final String netns) {
                return List.of();
            }

            @Override
            public Optional<String> name(final long pid) {
                return Optional.empty();
            }
        };
    }

    @Override
    public OpenPort openPort(final Device device, final int loop, final PortCounters counters, final Runnable whenStuck) throws IOException {
        operate("open " + device.name());
        loops.put(device.name(), loop);
        final Port port = new MemoryPort(device.index());
        return new OpenPort() {
            @Override
            public Port port() {
                return port;
            }

            @Override
            public boolean isBound() {
                return !unbound.contains(device.name());
            }

            @Override
            public boolean isStuck() {
                return stuck.contains(device.name());
            }

            @Override
            public void close() {
                unbound.remove(device.name());
                stuck.remove(device.name());
                done.add("close " + device.name());
            }
        };
    }

    @Override
    public void settle() {
        // nobody holds anything
    }

    @Override
    public void giveBackLeftOvers() {
        done.add("give-back");
    }
}
