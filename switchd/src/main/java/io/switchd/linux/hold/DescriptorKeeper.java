package io.switchd.linux.hold;

import java.io.IOException;
import java.util.Map;

/**
 * Where descriptors outlive the daemon: a copy of each is held by somebody else, and the next daemon is given it under the
 * name that it has there. Names have letters, digits, dots and hyphens.
 *
 * <p>For one thread at a time.
 */
public interface DescriptorKeeper extends AutoCloseable {

    /** What a daemon that has ended has left; each is the caller's own. It stays held until it is forgotten. */
    Map<String, Integer> takeOver() throws IOException;

    /** Holds a descriptor from the next {@link #settle()} on; of a name that is held already the new one. */
    void hold(String name, int descriptor);

    /** Holds it no longer, from the next {@link #settle()} on; nothing happens when nothing is held under the name. */
    void forget(String name);

    /** Makes it so. Costs nothing when nothing was changed. */
    void settle() throws IOException;

    /** Whether what is held is wanted although the daemon was told to end, since another one is to come for it. */
    boolean isForRestarts();

    /** The daemon ends; what is held is let go of unless it is for restarts. */
    @Override
    void close();
}
