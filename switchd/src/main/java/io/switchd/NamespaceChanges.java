package io.switchd;

import io.switchd.linux.netns.NamespaceMonitor;
import io.switchd.manage.SwitchManager;

/** Lets the switch look at its devices when a namespace comes or goes: a plug may have waited for it. */
final class NamespaceChanges implements NamespaceMonitor.Listener {

    private final SwitchManager manager;

    NamespaceChanges(final SwitchManager manager) {
        this.manager = manager;
    }

    @Override
    public void added(final String name) {
        manager.devicesChanged();
    }

    @Override
    public void deleted(final String name) {
        manager.devicesChanged();
    }
}
