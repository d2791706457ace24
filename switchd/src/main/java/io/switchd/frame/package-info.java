/**
 * What a frame is: its bytes, its tag, its offload header.
 *
 * <p>This package, {@code port}, {@code vlan}, {@code fdb}, {@code forward}, {@code engine} and {@code linux.packet}
 * are the hot path. Its conventions: nothing is allocated, locked, logged or boxed per frame; memory outside the heap
 * is read through byte buffers mapped once, in the machine's byte order; every structure has one owner, the thread of
 * its loop. A test counts the bytes allocated per frame.
 */
package io.switchd.frame;
