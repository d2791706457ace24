package io.switchd.engine;

import io.switchd.fdb.FdbListener;
import io.switchd.fdb.MacTable;
import io.switchd.forward.Forwarder;

/** One bridge as its loop has it. Confined to the thread of the loop. */
final class Bridge {

    private final String name;
    private final FdbListener listener;
    private final Forwarder forwarder;

    Bridge(final String name, final BridgeSettings settings, final MacTable fdb, final FdbListener listener) {
        this.name = name;
        this.listener = listener;
        forwarder = new Forwarder(fdb);
        fdb.listener(listener);
        forwarder.forwardBpdu(settings.forwardBpdu());
    }

    /** @param fdb to go on with, which gets the static stations, or null to keep the present one */
    void configure(final BridgeSettings settings, final MacTable fdb, final int nowSeconds) {
        if (fdb != null) {
            fdb.fixAllOf(fdb(), nowSeconds);
            fdb.listener(listener);
            fdb.countIn(fdb().counters());
            forwarder.fdb(fdb);
        }
        forwarder.forwardBpdu(settings.forwardBpdu());
        fdb().ageing(settings.ageingSeconds());
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
