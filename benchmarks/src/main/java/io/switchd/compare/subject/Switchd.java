package io.switchd.compare.subject;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import java.util.ArrayList;
import java.util.List;

/** switchd as it stands in the checkout: the real daemon, set up by the real client. */
public final class Switchd implements Subject {

    public static final String NAME = "switchd";

    private final List<String> settings;
    private Daemon daemon;

    /** @param settings of the bridge, as add-br takes them */
    public Switchd(final String... settings) {
        this.settings = List.of(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void connect(final Lab lab, final List<Host> hosts) {
        daemon = new Daemon(lab);
        final List<String> words = new ArrayList<>(List.of("add-br", "br", "local=false"));
        words.addAll(settings);
        for (final Host host : hosts) {
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
