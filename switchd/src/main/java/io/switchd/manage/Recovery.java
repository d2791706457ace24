package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.config.JournalEntry.Kind;
import io.switchd.config.SwitchConfig;
import io.switchd.log.LimitedLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts in order what the journal names of a transaction that did not come to its end. What the configuration wants
 * stays, for the {@link Restorer} to complete; what it does not want goes, if it is ours by its mark. A thing that the
 * journal does not name is not looked at, since another daemon may have made it.
 *
 * <p>A namespace that was made whole for netns add stays: nobody was told that it failed; one that was not is made if what
 * the same call plugged into it, or made a pair for, is configured. One of plug goes when nothing is in it, which is how
 * unplug decides too. One that netns del was to take away stays, for whoever asked for it may have made it anew.
 *
 * <p>Confined to the thread of the {@link SwitchManager}.
 */
final class Recovery {

    private static final Logger LOG = System.getLogger(Recovery.class.getName());
    private static final LimitedLog LEFT_OVERS = LimitedLog.of(Recovery.class, Level.WARNING);

    private final Host host;

    Recovery(final Host host) {
        this.host = host;
    }

    /** What is made for a configuration. */
    static List<JournalEntry> madeFor(final SwitchConfig config) {
        final List<JournalEntry> made = new ArrayList<>();
        for (final BridgeConfig bridge : config.bridges().values()) {
            if (bridge.local()) {
                made.add(JournalEntry.device(Change.MAKE, bridge.name()));
            }
            bridge.ports().values().stream().filter(port -> port.plug().isPresent()).forEach(port -> made.add(JournalEntry.device(Change.MAKE, port.name())));
        }
        config.veths().keySet().forEach(veth -> made.add(JournalEntry.device(Change.MAKE, veth)));
        config.namespaces().forEach(netns -> made.add(JournalEntry.namespace(Change.MAKE, netns).ofPlug()));
        return made;
    }

    /** What is done for one thing. */
    private interface Look {
        void run(JournalEntry entry) throws IOException;
    }

    /**
     * After a daemon that was killed: how far it had come is not known.
     *
     * @return what could not be put in order
     */
    List<JournalEntry> afterCrash(final Collection<JournalEntry> entries, final SwitchConfig config) {
        return each(entries, entry -> {
            if (entry.isDevice()) {
                recoverDevice(entry, config);
            } else if (!removeStale(entry) && host.namespaces().contains(entry.name())) {
                recoverNamespace(entry, config);
            } else if (entry.equals(JournalEntry.namespace(Change.MAKE, entry.name())) && DeviceCommands.isUsed(config, entry.name())) {
                host.addNamespace(entry.name(), OwnDevices.NAMESPACE_ALIAS);
                LOG.log(Level.INFO, "namespace " + entry.name() + " was to be made, and is");
            }
        });
    }

    /**
     * After the steps of a transaction that failed were undone: an operation of which the kernel did not say what
     * became of it may have been done. What was to be removed and was not stays, as before.
     *
     * @return what could not be put in order
     */
    List<JournalEntry> afterFailure(final Collection<JournalEntry> entries, final SwitchConfig config) {
        return each(entries, entry -> {
            if (entry.change() == Change.REMOVE) {
                return;
            }
            if (!entry.isDevice()) {
                removeStale(entry);
            } else {
                removeUnwanted(host.device(entry.name()).filter(OwnDevices::isOurs), config);
            }
        });
    }

    /** Of what a removal that failed was to take away: the names that have no namespace any more, or may have none. */
    List<JournalEntry> halfRemoved(final Collection<JournalEntry> entries) {
        return entries.stream().filter(entry -> !entry.isDevice() && mayBeStale(entry.name())).collect(Collectors.toList());
    }

    private boolean mayBeStale(final String netns) {
        try {
            return host.isStale(netns);
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "whether a namespace has the name " + netns + " cannot be found out: " + e.getMessage());
            return true;
        }
    }

    private List<JournalEntry> each(final Collection<JournalEntry> entries, final Look look) {
        final List<JournalEntry> left = new ArrayList<>();
        for (final JournalEntry entry : entries) {
            try {
                look.run(entry);
            } catch (final IOException | RuntimeException e) {
                LEFT_OVERS.log("", "a transaction that did not come to its end has left something, which is looked at again at the next start: "
                    + e.getMessage());
                left.add(entry);
            }
        }
        return left;
    }

    /**
     * A pair that was to be another one may be either: it is made again. The host's device on a bridge was to be set up,
     * which after this it never is, for somebody may set it down.
     */
    private void recoverDevice(final JournalEntry entry, final SwitchConfig config) throws IOException {
        final Optional<Device> device = host.device(entry.name()).filter(OwnDevices::isOurs);
        if (entry.change() == Change.REPLACE && device.isPresent()) {
            host.delete(entry.name());
            LOG.log(Level.INFO, "device " + entry.name() + " was to be made anew, and is removed");
        } else if (!removeUnwanted(device, config) && device.isPresent()) {
            if (entry.change() == Change.MAKE && OwnDevices.isLocal(device.get()) && !device.get().up()) {
                host.setUp(entry.name());
            }
            LOG.log(Level.INFO, "device " + entry.name() + " is configured and stays");
        }
    }

    private boolean removeUnwanted(final Optional<Device> device, final SwitchConfig config) throws IOException {
        if (device.isEmpty() || OwnDevices.isWanted(device.get(), config)) {
            return false;
        }
        host.delete(device.get().name());
        LOG.log(Level.INFO, "device " + device.get().name() + (device.get().unfinished() ? " was not made whole" : " is not configured") + ", and is removed");
        return true;
    }

    private boolean removeStale(final JournalEntry entry) throws IOException {
        if (!host.isStale(entry.name())) {
            return false;
        }
        host.deleteNamespace(entry.name());
        LOG.log(Level.INFO, "the name of namespace " + entry.name() + " had no namespace and is removed");
        return true;
    }

    private void recoverNamespace(final JournalEntry entry, final SwitchConfig config) throws IOException {
        final String name = entry.name();
        if (config.namespaces().contains(name)) {
            LOG.log(Level.INFO, "namespace " + name + " is configured and stays");
        } else if (entry.kind() != Kind.NAMESPACE_OF_PLUG || !OwnDevices.isNamespace(host.devices(name))) {
            LOG.log(Level.INFO, "namespace " + name + " stays");
        } else if (DeviceCommands.findPlug(config, name).isPresent() || host.devices(name).stream().anyMatch(Device::movable)) {
            LOG.log(Level.INFO, "namespace " + name + " was made by plug and stays, because something is in it");
        } else {
            host.deleteNamespace(name);
            LOG.log(Level.INFO, "namespace " + name + " was made by plug for what is not configured, and is removed");
        }
    }
}
