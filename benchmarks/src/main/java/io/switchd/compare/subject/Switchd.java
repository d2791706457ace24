package io.switchd.compare.subject;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import java.util.ArrayList;
import java.util.List;

/** switchd as it stands in the checkout: the real daemon, set up by the real client. */
public final class Switchd implements Subject {

    public static final String NAME = "switchd";

    private Daemon daemon;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void connect(final Lab lab, final Topology topology) {
        daemon = new Daemon(lab);
        final List<String> words = new ArrayList<>(List.of("add-br", "br", "local=false"));
        if (topology.stations() > 0) {
            words.add("mac-table-size=" + topology.stations());
        }
        for (final Host host : topology.hosts()) {
            words.addAll(List.of("--", "plug", "br", host.netns(), "port=" + host.port(), "addr=" + host.address() + "/24"));
        }
        daemon.switchctl(words.toArray(String[]::new)).ok();
    }

    @Override
    public List<Long> processes() {
        return List.of(daemon.pid());
    }

    @Override
    public void disconnect() {
        if (daemon != null) {
            daemon.close();
        }
    }
}
