package dev.ironclaw.canary;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What lies in a process's memory as the kernel shows it to root: every page that is there, and the whole of the files in
/// memory that the process holds, in which gVisor keeps what is its guests'.
final class ProcessMemory {
  private static final int PAGE = 4096;
  private static final int PAGES_AT_ONCE = 256;
  private static final long PRESENT_OR_SWAPPED = 0b11L << 62;

  private final Path proc;
  private long bytes;

  ProcessMemory(long pid) {
    proc = Path.of("/proc", Long.toString(pid));
  }

  private record Region(long from, long to) {}

  /// How much was looked at.
  long bytes() {
    return bytes;
  }

  Set<String> search(CanarySearch search) throws IOException {
    Set<String> found = new TreeSet<>();
    try (RandomAccessFile memory = new RandomAccessFile(proc.resolve("mem").toFile(), "r");
        RandomAccessFile pages = new RandomAccessFile(proc.resolve("pagemap").toFile(), "r")) {
      for (Region region : regions()) {
        found.addAll(search.in(new Present(memory, pages, region)));
      }
    }
    for (Path file : filesInMemory()) {
      try (FileChannel content = FileChannel.open(file)) {
        bytes += content.size();
        found.addAll(search.in(Channels.newInputStream(content)));
      }
    }
    return found;
  }

  private List<Region> regions() throws IOException {
    List<Region> regions = new ArrayList<>();
    for (String line : Files.readAllLines(proc.resolve("maps"))) {
      String[] words = line.split("\\s+", 6);
      if (words[1].startsWith("r") && !line.contains("[v") && !isFileInMemory(line)) {
        String[] ends = words[0].split("-", 2);
        regions.add(new Region(Long.parseUnsignedLong(ends[0], 16), Long.parseUnsignedLong(ends[1], 16)));
      }
    }
    return regions;
  }

  private static boolean isFileInMemory(String name) {
    return name.contains("memfd:") || name.contains("runsc-memory");
  }

  private List<Path> filesInMemory() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
      for (Path file : open.toList()) {
        if (Files.isSymbolicLink(file) && isFileInMemory(Files.readSymbolicLink(file).toString())) {
          files.add(file);
        }
      }
    }
    return files;
  }

  /// The pages of a region that are there, one after the other; those that are not are left out.
  private final class Present extends InputStream {
    private final RandomAccessFile memory;
    private final RandomAccessFile pages;
    private final long to;
    private long next;
    private byte[] piece = new byte[0];
    private int at;

    Present(RandomAccessFile memory, RandomAccessFile pages, Region region) {
      this.memory = memory;
      this.pages = pages;
      next = region.from();
      to = region.to();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      while (at == piece.length) {
        if (next >= to) {
          return -1;
        }
        piece = more();
        at = 0;
      }
      int count = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, target, offset, count);
      at += count;
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private byte[] more() throws IOException {
      int count = (int) Math.min(PAGES_AT_ONCE, (to - next) / PAGE);
      byte[] entries = new byte[8 * count];
      pages.seek(next / PAGE * 8);
      pages.readFully(entries);
      ByteBuffer flags = ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder());
      byte[] all = new byte[count * PAGE];
      int end = 0;
      for (int i = 0; i < count; i++) {
        if ((flags.getLong(8 * i) & PRESENT_OR_SWAPPED) != 0) {
          end += page(next + (long) i * PAGE, all, end);
        }
      }
      next += (long) count * PAGE;
      bytes += end;
      return Arrays.copyOf(all, end);
    }

    private int page(long address, byte[] all, int end) {
      try {
        memory.seek(address);
        return Math.max(0, memory.read(all, end, Math.min(PAGE, all.length - end)));
      } catch (IOException e) {
        // silent-ok: a page that went away or that belongs to a device
        return 0;
      }
    }
  }
}
