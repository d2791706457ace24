package io.switchd.manage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The machine as the commands of one transaction will find it: what is there, and what the commands before will have
 * made. What they will take away is gone only at the end of the transaction, so its name cannot be used again in the
 * same one.
 */
final class HostView {

    private final Host host;
    private final Set<String> addedDevices = new HashSet<>();
    private final Set<String> removedDevices = new HashSet<>();
    private final Set<String> removedInside = new HashSet<>();
    private final Set<String> addedNamespaces = new HashSet<>();
    private final Set<String> removedNamespaces = new HashSet<>();
    private Host.Processes processes;

    HostView(final Host host) {
        this.host = host;
    }

    /** A device that is there now and stays; one that will only be made is not known in detail. */
    Optional<Device> device(final String name) {
        return removedDevices.contains(name) ? Optional.empty() : find(name);
    }

    /** All devices that are there now and stay. */
    List<Device> devices() {
        try {
            return host.devices().stream().filter(device -> !removedDevices.contains(device.name())).collect(Collectors.toUnmodifiableList());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a device of that name can be made. */
    boolean isFree(final String name) {
        return !hasDevice(name) && !removedDevices.contains(name);
    }

    boolean hasDevice(final String name) {
        return addedDevices.contains(name) || device(name).isPresent();
    }

    boolean willAddDevice(final String name) {
        return addedDevices.contains(name);
    }

    boolean hasNamespace(final String name) {
        return addedNamespaces.contains(name) || !removedNamespaces.contains(name) && isNamespace(name);
    }

    /** Whether a device of that name is inside a namespace now; a namespace that will only be made has none. */
    boolean hasDevice(final String netns, final String device) {
        try {
            return isNamespace(netns) && host.devices(netns).stream().anyMatch(inside -> inside.name().equals(device));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a device of that name is inside a namespace now and not set up. */
    boolean isDown(final String netns, final String device) {
        try {
            return isNamespace(netns) && host.devices(netns).stream().anyMatch(inside -> inside.name().equals(device) && !inside.up());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether a namespace has devices that somebody put there: others than those whose removal was told, and than those
     * that the kernel puts into each.
     */
    boolean hasOtherDevices(final String netns) {
        try {
            return isNamespace(netns) && host.devices(netns).stream().anyMatch(inside -> inside.movable() && !removedInside.contains(netns + "/" + inside.name()));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether switchd made the namespace of a name that is there now. */
    boolean isOurs(final String netns) {
        try {
            return isNamespace(netns) && OwnDevices.isNamespace(host.devices(netns));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the other end of a device is inside a namespace, under a name. */
    boolean hasOtherEnd(final String netns, final String name, final Device device) {
        try {
            return isNamespace(netns) && host.devices(netns).stream().anyMatch(inside -> inside.name().equals(name) && inside.isPairWith(device));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The device inside a namespace goes with its other end. */
    void removeInside(final String netns, final String device) {
        removedInside.add(netns + "/" + device);
    }

    void addDevice(final String name) {
        if (removedDevices.contains(name)) {
            throw new Refusal("device " + name + " is removed by the same call and cannot be made again in it; use two calls");
        }
        if (hasDevice(name)) {
            throw new Refusal("cannot create a device named " + name + " because a device named " + name + " already exists");
        }
        addedDevices.add(name);
    }

    void removeDevice(final String name) {
        if (addedDevices.contains(name)) {
            throw new Refusal("device " + name + " is made by the same call and cannot be removed in it; use two calls");
        }
        removedDevices.add(name);
    }

    void addNamespace(final String name) {
        if (removedNamespaces.contains(name)) {
            throw new Refusal("namespace " + name + " is removed by the same call and cannot be made again in it; use two calls");
        }
        if (hasNamespace(name)) {
            throw new Refusal("cannot create a namespace named " + name + " because a namespace named " + name + " already exists");
        }
        addedNamespaces.add(name);
    }

    void removeNamespace(final String name) {
        if (addedNamespaces.contains(name)) {
            throw new Refusal("namespace " + name + " is made by the same call and cannot be removed in it; use two calls");
        }
        removedNamespaces.add(name);
    }

    /** Whether a namespace of that name is there now, and no command before takes it away. */
    boolean isThere(final String netns) {
        return !removedNamespaces.contains(netns) && isNamespace(netns);
    }

    /** Names that the namespace of a name keeps when that one is taken away. */
    List<String> otherNames(final String netns) {
        try {
            return host.namesOf(netns).stream().filter(name -> !name.equals(netns) && !removedNamespaces.contains(name))
                .collect(Collectors.toUnmodifiableList());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of the machine, read once for all commands. */
    Host.Processes processes() {
        try {
            processes = processes == null ? host.processes() : processes;
            return processes;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Long> processesIn(final String netns) {
        try {
            return processes().in(netns);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Device> find(final String name) {
        try {
            return host.device(name);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isNamespace(final String name) {
        try {
            return host.namespaces().contains(name);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
