package io.switchd.manage;

/**
 * How a configured port is doing.
 *
 * @param error why frames do not pass, or null when they do
 */
record PortStatus(State state, String error) {

    enum State {
        UP("up"), DOWN("down"), ABSENT("absent"), ERROR("error");

        private final String label;

        State(final String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static PortStatus of(final Device device) {
        if (!device.up()) {
            return new PortStatus(State.DOWN, "device " + device.name() + " is down");
        }
        return device.carrier() ? new PortStatus(State.UP, null) : new PortStatus(State.DOWN, null);
    }

    static PortStatus absent(final String device) {
        return new PortStatus(State.ABSENT, "could not open network device " + device + " (No such device)");
    }

    static PortStatus error(final String reason) {
        return new PortStatus(State.ERROR, reason);
    }

    boolean isUp() {
        return state == State.UP;
    }
}
