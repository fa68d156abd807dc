package dev.atom.examples.quickstart;

import dev.atom.CallContext;
import dev.atom.jdbc.SqliteStore;
import dev.atom.knowledge.IndexedSource;
import dev.atom.knowledge.KnowledgeBase;
import dev.atom.knowledge.SourceDocument;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.store.Append;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.vault.MasterKey;
import dev.atom.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The folder in which everything is kept: events, knowledge, keys, delivered messages. */
final class Home implements AutoCloseable {
  static final String TENANT = CallContext.DEFAULT_TENANT;

  private final KnowledgeBase knowledge;
  private final Vault vault;
  private final Store store;
  private final FolderChannel channel;

  private Home(KnowledgeBase knowledge, Vault vault, Store store, FolderChannel channel) {
    this.knowledge = knowledge;
    this.vault = vault;
    this.store = store;
    this.channel = channel;
  }

  // @start region="open"
  static Home open(Path folder, Clock clock) throws IOException {
    Path delivered = Files.createDirectories(folder.resolve("delivered"));
    KnowledgeBase knowledge = KnowledgeBase.open(folder.resolve("knowledge"));
    // Beside the vault only because this is a demonstration: keep yours on another disk.
    Path keys = folder.resolve("keys.vault");
    MasterKey masterKey = MasterKey.loadOrGenerate(folder.resolve("master.key"), keys);
    Vault vault = Vault.open(keys, masterKey);
    Store store = SqliteStore.open(folder.resolve("state.db"), clock);
    return new Home(knowledge, vault, store, new FolderChannel(delivered));
  }

  // @end

  KnowledgeBase knowledge() {
    return knowledge;
  }

  Vault vault() {
    return vault;
  }

  Store store() {
    return store;
  }

  FolderChannel channel() {
    return channel;
  }

  /** Ties the folder to a dialogue file, so that ids keep their meaning. */
  void belongTo(Dialogues dialogues) {
    UniqueKey key = new UniqueKey(TENANT, "quickstart", "dialogues");
    Append claim =
        Append.to(new Subject(TENANT, "quickstart", "home"))
            .unique(key, dialogues.fingerprint())
            .build();
    String holder;
    try {
      holder = store.find(key).orElse("");
      if (holder.isEmpty()) {
        store.append(claim);
        return;
      }
    } catch (UniqueKeyTaken taken) {
      holder = taken.holder();
    }
    if (!holder.equals(dialogues.fingerprint())) {
      throw new BadInput(
          "the home folder holds the state of another dialogue file; give each its own --home");
    }
  }

  /** Takes in documents; again later, only what changed is read. */
  int learn(Optional<Path> folder, List<SourceDocument> shipped) {
    if (folder.isPresent()) {
      knowledge.ingest(folder.get());
    } else {
      knowledge.upsert(shipped);
      List<String> names = shipped.stream().map(SourceDocument::id).toList();
      knowledge.sources().stream()
          .map(IndexedSource::id)
          .filter(source -> !names.contains(source))
          .forEach(knowledge::delete);
    }
    return knowledge.sources().size();
  }

  /** Seals a key, unless it is there already. */
  SecretRef seal(String provider, String key) {
    SecretRef ref = new SecretRef(TENANT, Optional.empty(), provider, SecretRef.DEFAULT_NAME);
    try (Secret given = Secret.of(key)) {
      if (!sealed(ref, given)) {
        vault.put(ref, given);
      }
    }
    return ref;
  }

  private boolean sealed(SecretRef ref, Secret given) {
    Optional<Secret> found = vault.find(ref);
    if (found.isEmpty()) {
      return false;
    }
    try (Secret there = found.get()) {
      PlaintextAccess access = PlaintextAccess.granted();
      return there.use(access, a -> given.use(access, b -> MessageDigest.isEqual(a, b)));
    }
  }

  @Override
  public void close() {
    store.close();
    vault.close();
    knowledge.close();
  }
}
