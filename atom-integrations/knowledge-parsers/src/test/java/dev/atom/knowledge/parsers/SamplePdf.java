package dev.atom.knowledge.parsers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** PDFs made for a test. */
final class SamplePdf {
  private SamplePdf() {}

  interface Change {
    void apply(PDDocument pdf) throws IOException;
  }

  /** One page per text; an empty text gives a page without content. */
  static byte[] pages(String... texts) {
    return pdf(pdf -> write(pdf, texts));
  }

  static byte[] titled(String title, String... texts) {
    return pdf(
        pdf -> {
          write(pdf, texts);
          pdf.getDocumentInformation().setTitle(title);
        });
  }

  static byte[] encrypted(String userPassword) {
    return pdf(
        pdf -> {
          write(pdf, "Secret text");
          AccessPermission rights = new AccessPermission();
          rights.setCanExtractContent(false);
          pdf.protect(new StandardProtectionPolicy("owner", userPassword, rights));
        });
  }

  /** A page whose content is that many spaces, packed as often as told. */
  static byte[] bomb(int spaces, int timesPacked) {
    return pdf(
        pdf -> {
          PDPage page = new PDPage();
          pdf.addPage(page);
          PDStream content = new PDStream(pdf);
          COSArray filters = new COSArray();
          try (OutputStream raw = content.getCOSObject().createRawOutputStream()) {
            raw.write(packed(spaces, timesPacked));
          }
          for (int i = 0; i < timesPacked; i++) {
            filters.add(COSName.FLATE_DECODE);
          }
          content.getCOSObject().setItem(COSName.FILTER, filters);
          page.setContents(content);
        });
  }

  private static byte[] packed(int spaces, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputStream out = bytes;
    for (int i = 0; i < times; i++) {
      out = new DeflaterOutputStream(out);
    }
    byte[] blank = new byte[1 << 16];
    Arrays.fill(blank, (byte) ' ');
    for (int written = 0; written < spaces; written += blank.length) {
      out.write(blank);
    }
    out.close();
    return bytes.toByteArray();
  }

  private static byte[] pdf(Change change) {
    try (PDDocument pdf = new PDDocument()) {
      change.apply(pdf);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(PDDocument pdf, String... texts) throws IOException {
    for (String text : texts) {
      PDPage page = new PDPage();
      pdf.addPage(page);
      if (!text.isEmpty()) {
        try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
          content.beginText();
          content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
          content.newLineAtOffset(72, 700);
          content.showText(text);
          content.endText();
        }
      }
    }
  }
}
