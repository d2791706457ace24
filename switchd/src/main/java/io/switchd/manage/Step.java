package io.switchd.manage;

import java.io.IOException;

/** One thing done to the kernel on behalf of a command, and how to take it back. */
interface Step {

    /** What it does, for a dry run: "make namespace ns1". */
    String description();

    /** Does it whole, or throws and has done nothing. */
    void make(Host host) throws IOException;

    /** Takes back what {@link #make} did. */
    void undo(Host host) throws IOException;
}
