package io.switchd;

import io.switchd.event.EventLog;
import io.switchd.event.Topic;
import io.switchd.linux.netns.NamespaceMonitor;
import io.switchd.manage.SwitchManager;

/** Tells of namespaces that come and go, and lets the switch look at its devices then: a plug may have waited for one. */
final class NamespaceChanges implements NamespaceMonitor.Listener {

    private final SwitchManager manager;
    private final EventLog events;

    NamespaceChanges(final SwitchManager manager, final EventLog events) {
        this.manager = manager;
        this.events = events;
    }

    @Override
    public void added(final String name) {
        events.add(Topic.NETNS, "added", "netns", name);
        manager.namespaceAdded(name);
    }

    @Override
    public void deleted(final String name) {
        events.add(Topic.NETNS, "removed", "netns", name);
        manager.devicesChanged();
    }
}
