package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Writes secrets, page by page: what a page has is in the audit before it leaves. Used by one thread.
 */
final class ExportWriter {
  private static final int MOST_PROBLEMS = 1_000;

  private final VaultCore core;
  private final String actor;
  private final ExportSelection selection;
  private final FrameWriter out;
  private final Bytes id;
  private final TinkKeyset key;
  private final byte[] digest;
  private final List<Exported> page = new ArrayList<>();
  private final List<Long> versionsOfPage = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int bytes;
  private long secrets;
  private long versions;

  /**
   * Starts an export.
   *
   * @param wrapping wraps the export's key for its id
   */
  ExportWriter(
      VaultCore core,
      String actor,
      ExportSelection selection,
      OutputStream to,
      BiFunction<byte[], Bytes, Wrap> wrapping) {
    this.core = core;
    this.actor = actor;
    this.selection = selection;
    this.out = new FrameWriter(to);
    byte[] fresh = new byte[FrameWriter.ID_LENGTH];
    core.roots().random().nextBytes(fresh);
    this.id = Bytes.wrapping(fresh);
    byte[] keyset = TinkKeyset.generate(core.roots().random());
    FieldWriter head = new FieldWriter(512).i64(core.now());
    try {
      wrapping.apply(keyset, id).write(head);
      this.key = TinkKeyset.of(keyset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a fresh key doesn't open", e);
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
    this.digest = ExportFormat.digest(head.toByteArray());
    out.start(ExportFormat.MAGIC, ExportFormat.FORMAT, id);
    out.frame(ExportFormat.HEADER, head.toByteArray());
  }

  ExportReport write() {
    try {
      if (selection.tenants().isEmpty()) {
        core.eachTenant(this::tenant);
      } else {
        selection.tenants().forEach(this::tenant);
      }
    } finally {
      page.forEach(Exported::close);
    }
    byte[] counts = new FieldWriter(16).i64(secrets).i64(versions).toByteArray();
    out.frame(ExportFormat.END, key.seal(counts, place(ExportFormat.END)));
    out.flush();
    return new ExportReport(id.toHex(), secrets, versions, problems);
  }

  private void tenant(String name) {
    core.require(actor, AuditAction.EXPORT, name, Optional.empty());
    Optional<Tenant> tenant = core.tenants.find(name);
    if (tenant.isEmpty()) {
      problem("there is no tenant '" + Words.safe(name) + "'");
      return;
    }
    core.listing.each(
        tenant.get(), (row, opened) -> secret(opened), lost -> problem(lost.message()));
    flush(name);
  }

  private void secret(OpenedSecret opened) {
    Head head = opened.head();
    boolean wanted =
        head.state() == SecretState.ACTIVE
            && selection.filter().test(SecretInfo.of(head, SecretStatus.NONE));
    if (!wanted) {
      return;
    }
    core.require(actor, AuditAction.EXPORT, head.ref().tenant(), Optional.of(head.ref()));
    List<Exported.Value> values = selection.older() ? older(head) : new ArrayList<>();
    values.add(
        opened.with(plain -> new Exported.Value(head.stored(), head.expires(), plain.clone())));
    Exported secret = new Exported(head.ref(), head.kind(), head.target(), head.labels(), values);
    if (bytes + secret.size() > ExportFormat.FRAME || page.size() == ExportFormat.MOST) {
      flush(head.ref().tenant());
    }
    page.add(secret);
    versionsOfPage.add(head.version());
    bytes += secret.size();
  }

  /** The older versions that have a value, the oldest first; not more than fit. */
  private List<Exported.Value> older(Head head) {
    List<Exported.Value> values = new ArrayList<>();
    int room = Exported.MOST_OLDER;
    for (Head.Older one : head.older().reversed()) {
      try {
        Optional<Exported.Value> value = value(head.ref(), one);
        room -= value.map(found -> found.plain().length + 20).orElse(0);
        if (room < 0) {
          problem("the oldest versions of " + Words.of(head.ref()) + " are too many; left out");
          value.ifPresent(found -> Arrays.fill(found.plain(), (byte) 0));
          break;
        }
        value.ifPresent(values::addFirst);
      } catch (TamperedRecord e) {
        problem(String.valueOf(e.getMessage()));
      }
    }
    return values;
  }

  private Optional<Exported.Value> value(SecretRef ref, Head.Older one) {
    return core.secrets
        .older(ref, one)
        .flatMap(
            opened -> {
              try (opened) {
                return opened.hasValue()
                    ? Optional.of(
                        opened.with(
                            plain ->
                                new Exported.Value(one.stored(), one.expires(), plain.clone())))
                    : Optional.empty();
              }
            });
  }

  private void flush(String tenant) {
    if (page.isEmpty()) {
      return;
    }
    core.tenants.change(
        tenant,
        false,
        change -> {
          for (int i = 0; i < page.size(); i++) {
            change.audit(
                AuditEvent.done(
                        core.now(),
                        actor,
                        AuditAction.EXPORT,
                        page.get(i).ref(),
                        versionsOfPage.get(i))
                    .withDetail(id.toHex()));
          }
          return true;
        });
    out.frame(ExportFormat.SECRETS, ExportFormat.sealed(key, page, place(ExportFormat.SECRETS)));
    secrets += page.size();
    versions += page.stream().mapToInt(secret -> secret.values().size()).sum();
    page.forEach(Exported::close);
    page.clear();
    versionsOfPage.clear();
    bytes = 0;
  }

  private byte[] place(int type) {
    return ExportFormat.associatedData(id, out.number(), type, digest);
  }

  private void problem(String sentence) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(sentence);
    }
  }
}
