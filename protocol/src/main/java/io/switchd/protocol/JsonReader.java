package io.switchd.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON document; strict, and no deeper than {@link #MAX_DEPTH}. */
final class JsonReader {

    static final int MAX_DEPTH = 64;

    private final String text;
    private int at;
    private int depth;

    JsonReader(final String text) {
        this.text = text;
    }

    Object document() {
        final Object value = value();
        skipSpace();
        if (at < text.length()) {
            throw problem("something follows the document");
        }
        return value;
    }

    private Object value() {
        skipSpace();
        final char c = peek();
        switch (c) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> object() {
        enter();
        final Map<String, Object> members = new LinkedHashMap<>();
        if (!emptyUntil('}')) {
            do {
                skipSpace();
                if (peek() != '"') {
                    throw problem("a member's name was expected");
                }
                final String name = string();
                expect(':');
                if (members.put(name, value()) != null) {
                    throw problem("member \"" + name + "\" stands twice");
                }
            } while (another('}'));
        }
        depth--;
        return members;
    }

    private List<Object> array() {
        enter();
        final List<Object> elements = new ArrayList<>();
        if (!emptyUntil(']')) {
            do {
                elements.add(value());
            } while (another(']'));
        }
        depth--;
        return elements;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw problem("the document is nested deeper than " + MAX_DEPTH);
        }
    }

    private boolean emptyUntil(final char end) {
        skipSpace();
        if (peek() != end) {
            return false;
        }
        at++;
        return true;
    }

    private boolean another(final char end) {
        skipSpace();
        final char c = peek();
        if (c != ',' && c != end) {
            throw problem("',' or '" + end + "' was expected");
        }
        at++;
        return c == ',';
    }

    private String string() {
        final StringBuilder out = new StringBuilder();
        at++;
        while (true) {
            final char c = peek();
            at++;
            if (c == '"') {
                return out.toString();
            }
            if (c < 0x20) {
                throw problem("a control character stands in a string");
            }
            out.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        final char c = peek();
        at++;
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return unicode();
            default:
                throw problem("an unknown escape stands in a string");
        }
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            final char c = peek();
            final int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw problem("four hexadecimal digits were expected");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private Object number() {
        final int start = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        boolean whole = true;
        if (accept('.')) {
            whole = false;
            digits();
        }
        if (accept('e') || accept('E')) {
            whole = false;
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        final String number = text.substring(start, at);
        try {
            if (whole) {
                return Long.valueOf(number);
            }
            return Double.valueOf(number);
        } catch (final NumberFormatException e) {
            throw problem("the number is too large");
        }
    }

    private void digits() {
        final int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw problem("a value was expected");
        }
    }

    private boolean accept(final char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private Object word(final String word, final Object value) {
        if (!text.startsWith(word, at)) {
            throw problem("a value was expected");
        }
        at += word.length();
        return value;
    }

    private void expect(final char c) {
        skipSpace();
        if (peek() != c) {
            throw problem("'" + c + "' was expected");
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private char peek() {
        if (at == text.length()) {
            throw problem("the document ends too early");
        }
        return text.charAt(at);
    }

    private JsonException problem(final String what) {
        return new JsonException(what, at);
    }
}
