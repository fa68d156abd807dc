package dev.atom.vault.seal;

import com.google.crypto.tink.proto.Keyset;
import dev.atom.vault.IncompatibleLibrary;

/**
 * Says in one sentence what is wrong when an old protobuf is on the class path. Without it the first
 * call dies in a static initializer, and every later one with a bare NoClassDefFoundError. Called
 * before {@link TinkKeyset} is first used, which can't even be loaded without protobuf.
 */
public final class LibraryCheck {
  private LibraryCheck() {}

  public static void run() {
    try {
      Keyset unused = Keyset.getDefaultInstance();
    } catch (LinkageError e) {
      throw new IncompatibleLibrary(
          "the vault needs com.google.protobuf:protobuf-java 4.33.6 or later and found "
              + foundVersion()
              + "; pin protobuf-java to 4.36.2 in your build's dependency management",
          e);
    }
  }

  /** By reflection, because the compiler would copy the constants of the version built with. */
  private static String foundVersion() {
    try {
      Class<?> version = Class.forName("com.google.protobuf.RuntimeVersion");
      return version.getField("MAJOR").getInt(null)
          + "."
          + version.getField("MINOR").getInt(null)
          + "."
          + version.getField("PATCH").getInt(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      return "none, or one before 4.26";
    }
  }
}
