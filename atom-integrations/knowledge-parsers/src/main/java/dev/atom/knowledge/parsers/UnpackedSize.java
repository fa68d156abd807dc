package dev.atom.knowledge.parsers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;

/**
 * Refuses a PDF of which one stream unpacks to more than {@value #MOST} bytes. PDFBox unpacks a
 * stream into memory as a whole, and a thousandth of it can stand for it in the file.
 */
final class UnpackedSize {
  static final int MOST = 128 << 20;

  private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};
  private static final int ZLIB_HEADER = 2;
  private static final Set<COSName> UNPACKED =
      Set.of(
          COSName.FLATE_DECODE,
          COSName.FLATE_DECODE_ABBREVIATION,
          COSName.LZW_DECODE,
          COSName.LZW_DECODE_ABBREVIATION,
          COSName.RUN_LENGTH_DECODE,
          COSName.RUN_LENGTH_DECODE_ABBREVIATION,
          COSName.ASCII85_DECODE,
          COSName.ASCII85_DECODE_ABBREVIATION,
          COSName.ASCII_HEX_DECODE,
          COSName.ASCII_HEX_DECODE_ABBREVIATION);

  private final Watch watch;

  UnpackedSize(Watch watch) {
    this.watch = watch;
  }

  /**
   * Before anything is parsed: inflates, without keeping it, whatever follows the word that begins a
   * stream. The table of objects and streams of objects are streams too.
   */
  void checkRaw(byte[] content) {
    byte[] sink = new byte[64 << 10];
    int last = content.length - STREAM.length;
    for (int at = 0; at <= last; at++) {
      if (content[at] == STREAM[0] && streamAt(content, at)) {
        int data = afterLineEnd(content, at + STREAM.length);
        if (data > at + STREAM.length) {
          inflate(content, data + ZLIB_HEADER, sink);
        }
      }
    }
  }

  private static boolean streamAt(byte[] content, int at) {
    for (int i = 1; i < STREAM.length; i++) {
      if (content[at + i] != STREAM[i]) {
        return false;
      }
    }
    return true;
  }

  private static int afterLineEnd(byte[] content, int from) {
    int at = from;
    while (at < content.length
        && (content[at] == '\r' || content[at] == '\n' || content[at] == ' ')) {
      at++;
    }
    return at;
  }

  /** Without the header, as PDFBox does it; what is damaged ends where PDFBox stops too. */
  private void inflate(byte[] content, int from, byte[] sink) {
    if (from >= content.length) {
      return;
    }
    try (Packed packed = new Packed()) {
      packed.inflater.setInput(content, from, content.length - from);
      long size = 0;
      int more = packed.inflater.inflate(sink);
      while (more > 0) {
        watch.look();
        size += more;
        require(size);
        more = packed.inflater.inflate(sink);
      }
    } catch (DataFormatException e) {
      // Not packed this way, or damaged here: no more can come of it.
    }
  }

  private static final class Packed implements AutoCloseable {
    private final Inflater inflater = new Inflater(true);

    @Override
    public void close() {
      inflater.end();
    }
  }

  /** Once objects are known: unpacks what is packed twice or in another way than by deflate. */
  void checkChains(COSDocument document) throws IOException {
    for (COSObjectKey key : List.copyOf(document.getXrefTable().keySet())) {
      watch.step();
      COSBase object = document.getObjectFromPool(key).getObject();
      if (object instanceof COSStream stream) {
        List<COSName> filters = filters(stream);
        boolean once = filters.size() == 1 && filters.getFirst().getName().startsWith("Fl");
        if (!filters.isEmpty() && !once) {
          unpack(stream, filters);
        }
      }
    }
  }

  /** The filters up to the first that makes an image: text is never behind one. */
  private static List<COSName> filters(COSStream stream) {
    List<COSName> filters = new ArrayList<>();
    List<COSBase> all = new ArrayList<>();
    COSBase named = stream.getFilters();
    if (named instanceof COSArray array) {
      array.forEach(all::add);
    } else if (named != null) {
      all.add(named);
    }
    for (COSBase each : all) {
      if (!(each instanceof COSName name) || !UNPACKED.contains(name)) {
        break;
      }
      filters.add(name);
    }
    return filters;
  }

  private void unpack(COSStream stream, List<COSName> filters) throws IOException {
    byte[] data;
    try (InputStream raw = stream.createRawInputStream()) {
      data = raw.readAllBytes();
    }
    for (int i = 0; i < filters.size(); i++) {
      Filter filter = FilterFactory.INSTANCE.getFilter(filters.get(i));
      Bounded target = new Bounded();
      try {
        filter.decode(watch.over(new ByteArrayInputStream(data)), target, stream, i);
      } catch (IOException e) {
        return; // damaged here: PDFBox gets no further either
      }
      data = target.bytes.toByteArray();
    }
  }

  private static void require(long size) {
    if (size > MOST) {
      throw new Refusal(
          ParseOutcome.Reason.TOO_LARGE,
          "a stream in it unpacks to more than " + MOST + " bytes; save it anew or split it");
    }
  }

  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int one) {
      require(bytes.size() + 1L);
      bytes.write(one);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      require((long) bytes.size() + length);
      bytes.write(source, offset, length);
    }
  }
}
