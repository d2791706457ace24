/**
 * To which VLAN a frame belongs, by which ports it may leave, and with which tags. The semantics are those of Open
 * vSwitch (vswitchd/vswitch.xml, tables Port and Open_vSwitch, with {@code vlan-limit=2}), except where a frame could
 * change its VLAN by a tag that lies behind another.
 */
package io.switchd.vlan;
