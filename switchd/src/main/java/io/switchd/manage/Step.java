package io.switchd.manage;

import io.switchd.config.JournalEntry;
import java.io.IOException;
import java.util.List;

/** One thing done to the kernel on behalf of a command, and how to take it back. */
interface Step {

    /** What it does, for a dry run: "make namespace ns1". */
    String description();

    /** What of the kernel it makes or takes away, for the journal; empty when it only sets something. */
    List<JournalEntry> changes();

    /** Does it whole, or throws and has done nothing. */
    void make(Host host) throws IOException;

    /** Takes back what {@link #make} did. */
    void undo(Host host) throws IOException;
}
