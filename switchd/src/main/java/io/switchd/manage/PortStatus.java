package io.switchd.manage;

/**
 * How a configured port is doing.
 *
 * @param error why frames do not pass or, when they do, what is otherwise than configured; null when all is well
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
        return of(device, "no carrier: " + whyNoCarrier(device));
    }

    /** Of the local port of a bridge, whose other end is the host's device. */
    static PortStatus ofLocal(final Device device, final String bridge) {
        return of(device, "no carrier: device " + bridge + ", the host's, is down");
    }

    private static PortStatus of(final Device device, final String noCarrier) {
        if (!device.up()) {
            return new PortStatus(State.DOWN, "device " + device.name() + " is down");
        }
        return device.carrier() ? new PortStatus(State.UP, null) : new PortStatus(State.DOWN, noCarrier);
    }

    private static String whyNoCarrier(final Device device) {
        switch (device.kind()) {
            case "veth":
                return "the other end of " + device.name() + " is down";
            case "tun":
                return "no program has " + device.name() + " open";
            case "":
                return "nothing is at the other end of the link of " + device.name();
            default:
                return "what " + device.name() + " is on has none";
        }
    }

    static PortStatus absent(final String device) {
        return new PortStatus(State.ABSENT, "could not open network device " + device + " (No such device)");
    }

    static PortStatus error(final String reason) {
        return new PortStatus(State.ERROR, reason);
    }

    /** The same of a port that works otherwise than configured; why it does not work at all is more important. */
    PortStatus but(final String difference) {
        return error == null ? new PortStatus(state, difference) : this;
    }

    /** Whether a loop has the port. */
    boolean isAttached() {
        return state == State.UP || state == State.DOWN;
    }

    boolean isUp() {
        return state == State.UP;
    }
}
