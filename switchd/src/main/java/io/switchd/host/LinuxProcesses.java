package io.switchd.host;

import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.linux.netns.ProcessTable;
import io.switchd.manage.Host;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The processes of the machine at one moment, through /proc. */
final class LinuxProcesses implements Host.Processes {

    private final NetworkNamespaces namespaces;
    private final ProcessTable table;

    LinuxProcesses(final NetworkNamespaces namespaces, final ProcessTable table) {
        this.namespaces = namespaces;
        this.table = table;
    }

    @Override
    public List<Long> in(final String netns) throws IOException {
        return namespaces.processes(netns, table);
    }

    @Override
    public Optional<String> name(final long pid) {
        return ProcessTable.name(pid);
    }
}
