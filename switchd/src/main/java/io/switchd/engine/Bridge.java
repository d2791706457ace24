package io.switchd.engine;

import io.switchd.fdb.MacTable;
import io.switchd.forward.Forwarder;

/** One bridge as its loop has it. Confined to the thread of the loop. */
final class Bridge {

    private final String name;
    private final Forwarder forwarder;

    Bridge(final String name, final BridgeSettings settings, final long hashKey) {
        this.name = name;
        forwarder = new Forwarder(new MacTable(settings.tableSize(), settings.ageingSeconds(), hashKey));
        forwarder.forwardBpdu(settings.forwardBpdu());
    }

    void configure(final BridgeSettings settings) {
        forwarder.forwardBpdu(settings.forwardBpdu());
        fdb().ageing(settings.ageingSeconds());
        fdb().limit(settings.tableSize());
    }

    String name() {
        return name;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    MacTable fdb() {
        return forwarder.fdb();
    }
}
