package io.switchd.http;

/** What the server serves. Asked by the server's thread, one request at a time. */
public interface Page {

    /** @param accept the header of that name, or null */
    Content content(String accept);

    /** @param type its media type */
    record Content(String type, byte[] text) { }
}
