package dev.jobward.dev;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * The RSA key that signs the tokens of a development machine. It is in the data folder, readable by
 * its owner only, and never in the repository or the WAR.
 */
public final class DevelopmentKey {

  private static final String FILE_NAME = "development-key.pem";
  private static final int BITS = 2048;

  private final RSAPrivateCrtKey privateKey;
  private final RSAPublicKey publicKey;

  private DevelopmentKey(RSAPrivateCrtKey privateKey) throws GeneralSecurityException {
    this.privateKey = privateKey;
    BigInteger modulus = privateKey.getModulus();
    var publicSpec = new RSAPublicKeySpec(modulus, privateKey.getPublicExponent());
    this.publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(publicSpec);
  }

  /** The key of this data folder; the first call makes it, whichever process that is in. */
  public static DevelopmentKey loadOrCreate(Path dataDir) {
    Path file = file(dataDir);
    String pem = SecretFile.readOrCreate(file, DevelopmentKey::newPrivatePem);
    try {
      return new DevelopmentKey(parse(pem));
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
      throw new IllegalStateException(
          file + " is not an RSA private key in PKCS#8 PEM. Delete it to get a new one.", e);
    }
  }

  /** Where the key of this data folder is, or will be. */
  static Path file(Path dataDir) {
    return dataDir.resolve(FILE_NAME);
  }

  public PrivateKey privateKey() {
    return privateKey;
  }

  public RSAPublicKey publicKey() {
    return publicKey;
  }

  /** The public key as the server's {@code mp.jwt.verify.publickey} takes it. */
  public String publicPem() {
    return pem("PUBLIC KEY", publicKey.getEncoded());
  }

  private static String newPrivatePem() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make an RSA key", e);
    }
  }

  private static RSAPrivateCrtKey parse(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
  }

  private static String pem(String label, byte[] encoded) {
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, lines.encodeToString(encoded), label);
  }
}
