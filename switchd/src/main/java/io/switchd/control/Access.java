package io.switchd.control;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.RpcErrors;

/** What the clients of a socket may ask for. Which commands change something is told by the command table. */
public enum Access {

    /** Every command. */
    ALL {
        @Override
        void demand(final CommandSpec spec, final int index) {
        }
    },

    /** Commands that change nothing. */
    VIEW {
        @Override
        void demand(final CommandSpec spec, final int index) throws RpcException {
            if (!spec.isReading()) {
                throw new RpcException(RpcErrors.REFUSED, "'" + spec.words() + "' is refused: this socket serves only commands that change nothing", index);
            }
        }
    };

    /** @param index of the command in its transaction, or -1. @throws RpcException when it is not allowed here */
    abstract void demand(CommandSpec spec, int index) throws RpcException;
}
