package io.bellwether.cli.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST:PORT}; an IPv6 address stands in brackets. */
public final class ListenAddress implements ITypeConverter<InetSocketAddress> {

    /** The converter that picocli asks. */
    public ListenAddress() {}

    @Override
    public InetSocketAddress convert(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || (text.indexOf(':') != colon && !text.startsWith("["))) {
            throw new TypeConversionException("\"" + text + "\" is not HOST:PORT");
        }
        return new InetSocketAddress(host(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    /** Of several addresses of a name the system's first one is listened on. */
    private static InetAddress host(String text) {
        String name = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            return InetAddress.getAllByName(name)[0];
        } catch (UnknownHostException e) {
            throw new TypeConversionException("there is no host \"" + name + "\"");
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("\"" + text + "\" is not a port");
        }
        throw new TypeConversionException("a port is 0 (any free one) to 65535, not " + text);
    }
}
