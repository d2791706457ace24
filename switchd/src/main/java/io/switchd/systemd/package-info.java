/**
 * What systemd and a service of it say to each other (sd_notify(3), sd_listen_fds(3), systemd 252), spoken without its library. A daemon that
 * systemd did not start says the same things to nobody.
 */
package io.switchd.systemd;
