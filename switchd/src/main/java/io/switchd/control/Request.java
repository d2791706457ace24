package io.switchd.control;

import io.switchd.manage.Transaction;

/**
 * A request of the control channel, understood.
 *
 * @param id      as the client gave it; null when it gave none and wants no answer
 * @param hasId   false for a notification
 * @param single  whether the one command's value alone is the answer
 */
record Request(Object id, boolean hasId, Transaction transaction, boolean single) {
}
