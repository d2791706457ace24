package io.switchd.linux.hold;

import java.util.Map;

/** Nobody holds anything: with the daemon all ends. */
public final class NoKeeper implements DescriptorKeeper {

    @Override
    public Map<String, Integer> takeOver() {
        return Map.of();
    }

    @Override
    public void hold(final String name, final int descriptor) {
        // nobody does
    }

    @Override
    public void forget(final String name) {
        // nobody has it
    }

    @Override
    public void settle() {
        // nothing changes
    }

    @Override
    public boolean isForRestarts() {
        return false;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
