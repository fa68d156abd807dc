package dev.atom.vault.migrate;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.atom.secret.Secret;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Opens a token and a file, closes all, and writes down its memory: keys, token, file, dump. */
final class OpeningTokenProgram {
  private OpeningTokenProgram() {}

  public static void main(String[] arguments) throws Exception {
    try (Secret text = Secret.of(arguments[0]);
        FernetKeys keys = FernetKeys.of(text)) {
      for (int i = 0; i < 100; i++) {
        keys.decrypt(arguments[1]).close();
      }
    }
    ImportSource.dotEnv(Path.of(arguments[2])).read().forEach(ImportEntry::close);
    ImportSource.properties(Path.of(arguments[2])).read().forEach(ImportEntry::close);
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    // Also what nobody holds any more and the collector has not taken yet.
    machine.dumpHeap(arguments[3], false);
  }
}
