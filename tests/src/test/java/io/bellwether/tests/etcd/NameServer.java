package io.bellwether.tests.etcd;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The smallest name server: answers every question with the same SRV records. */
final class NameServer implements AutoCloseable {

    private static final int SRV = 33;
    private static final int INTERNET = 1;
    private static final int HEADER_BYTES = 12;

    private final List<Answer> records;
    private final DatagramSocket socket;
    private final Thread thread;

    /** One answer. */
    record Answer(int priority, int port, String host) {}

    NameServer(List<Answer> records) throws SocketException {
        this.records = List.copyOf(records);
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.thread = Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            DatagramPacket question = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(question);
                byte[] answer = answer(Arrays.copyOf(buffer, question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (SocketException closed) {
                return;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        int end = HEADER_BYTES;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        end += 5;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(0x8580);
        out.writeShort(1);
        out.writeShort(records.size());
        out.writeInt(0);
        out.write(question, HEADER_BYTES, end - HEADER_BYTES);
        for (Answer each : records) {
            write(each, out);
        }
        return bytes.toByteArray();
    }

    private static void write(Answer record, DataOutputStream out) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        for (String label : record.host().split("\\.", -1)) {
            target.write(label.length());
            target.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        target.write(0);
        out.writeShort(0xc000 | HEADER_BYTES);
        out.writeShort(SRV);
        out.writeShort(INTERNET);
        out.writeInt(0);
        out.writeShort(6 + target.size());
        out.writeShort(record.priority());
        out.writeShort(1);
        out.writeShort(record.port());
        target.writeTo(out);
    }

    @Override
    public void close() throws InterruptedException {
        socket.close();
        thread.join();
    }
}
