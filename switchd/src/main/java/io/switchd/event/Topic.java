package io.switchd.event;

import java.util.Locale;

/** What an {@link Event} is about, and what one may ask to be told of. */
public enum Topic {
    BRIDGE, PORT, FDB, CONFIG, NETNS,
    /** The stream itself: events that are missing from it. Told to everybody. */
    MONITOR;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
