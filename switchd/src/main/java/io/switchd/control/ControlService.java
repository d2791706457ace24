package io.switchd.control;

import io.switchd.event.EventLog;
import io.switchd.manage.SwitchControl;
import java.util.concurrent.Executor;

/**
 * What the connections of one socket have in common.
 *
 * @param requests     that are begun and not answered
 * @param answers      that clients have not taken
 * @param longRequests reads them
 * @param audit        of what changes something
 */
record ControlService(SwitchControl control, Access access, ControlLimits limits, Monitors monitors, RequestReader reader, ResponseWriter writer,
                      SharedBytes requests, SharedBytes answers, Executor longRequests, ControlCounters counters, Audit audit) {

    /** In bytes; up to that a request is read in no time. */
    static final int SMALL_REQUEST = 16 * 1024;
    private static final int SMALL_ANSWER = 64 * 1024;

    static ControlService of(final SwitchControl control, final EventLog events, final ControlCounters counters, final Access access, final ControlLimits limits,
                             final Executor longRequests) {
        final ResponseWriter writer = new ResponseWriter(limits);
        return new ControlService(control, access, limits, new Monitors(events, writer, limits), new RequestReader(limits), writer,
            new SharedBytes(limits.crowd().requestBytes(), SMALL_REQUEST), new SharedBytes(limits.crowd().unreadBytes(), SMALL_ANSWER), longRequests, counters, new Audit(control));
    }
}
