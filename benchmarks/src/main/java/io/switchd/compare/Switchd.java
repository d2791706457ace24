package io.switchd.compare;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;

/** switchd as it stands in the checkout. */
final class Switchd implements Subject {

    private Daemon daemon;

    @Override
    public String name() {
        return "switchd";
    }

    @Override
    public void connect(final Lab lab) {
        daemon = new Daemon(lab);
        daemon.switchctl("add-br", "br", "local=false", "--", "plug", "br", "a", "port=pa", "addr=" + Measurements.ADDRESS_A + "/24",
            "--", "plug", "br", "b", "port=pb", "addr=" + Measurements.ADDRESS_B + "/24").ok();
    }

    @Override
    public void disconnect() {
        daemon.close();
    }
}
