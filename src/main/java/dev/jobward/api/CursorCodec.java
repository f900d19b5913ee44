package dev.jobward.api;

import dev.jobward.job.JobQuery;
import dev.jobward.job.Owner;
import dev.jobward.job.Position;
import dev.jobward.platform.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The wire form of a list's position: base64url without padding of a check sum, the id, and the
 * sort value. The check sum covers whose list it is, the filters and the sort too, so that a cursor
 * fits only the list that it came from. It is no secret and needs none: the owner of a list is
 * never read from it.
 */
final class CursorCodec {

  private static final int CHECK_SUM_BYTES = 12;
  private static final int ID_BYTES = 16;
  static final int MAX_CHARACTERS = 400;

  /** No owner's list begins like this: theirs begin with the sort. */
  private static final String ALL = "everybody's ";

  private CursorCodec() {}

  static String encode(Position position, Owner owner, JobQuery query) {
    return encode(position, list(owner, query));
  }

  /** For the list of everybody's jobs. */
  static String encodeOfAll(Position position, JobQuery query) {
    return encode(position, listOfAll(query));
  }

  private static String encode(Position position, String list) {
    byte[] body = body(position);
    byte[] bytes =
        ByteBuffer.allocate(CHECK_SUM_BYTES + body.length)
            .put(checkSum(body, list))
            .put(body)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Empty for anything that {@link #encode} would not have given for this list. */
  static Optional<Position> decode(String cursor, Owner owner, JobQuery query) {
    return decode(cursor, list(owner, query), query);
  }

  /** Empty for anything that {@link #encodeOfAll} would not have given for this list. */
  static Optional<Position> decodeOfAll(String cursor, JobQuery query) {
    return decode(cursor, listOfAll(query), query);
  }

  private static Optional<Position> decode(String cursor, String list, JobQuery query) {
    if (cursor.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length < CHECK_SUM_BYTES + ID_BYTES) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(bytes, CHECK_SUM_BYTES, bytes.length);
    byte[] checkSum = Arrays.copyOf(bytes, CHECK_SUM_BYTES);
    if (!Arrays.equals(checkSum, checkSum(body, list))) {
      return Optional.empty();
    }
    ByteBuffer id = ByteBuffer.wrap(body, 0, ID_BYTES);
    String value = new String(body, ID_BYTES, body.length - ID_BYTES, StandardCharsets.UTF_8);
    Position position = new Position(value, new UUID(id.getLong(), id.getLong()));
    // Base64 has several spellings for some byte strings; only one of them is ours. Who makes a
    // check sum of their own can have any value in it, but none reaches the database that cannot
    // be.
    return Optional.of(position)
        .filter(found -> found.fits(query.sortBy()))
        .filter(found -> encode(found, list).equals(cursor));
  }

  private static byte[] body(Position position) {
    byte[] value = position.value().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(ID_BYTES + value.length)
        .putLong(position.id().getMostSignificantBits())
        .putLong(position.id().getLeastSignificantBits())
        .put(value)
        .array();
  }

  private static byte[] checkSum(byte[] body, String list) {
    MessageDigest digest = Sha256.digest();
    digest.update(body);
    return Arrays.copyOf(digest.digest(list.getBytes(StandardCharsets.UTF_8)), CHECK_SUM_BYTES);
  }

  private static String list(Owner owner, JobQuery query) {
    return conditions(query) + " " + owner.subject();
  }

  private static String listOfAll(JobQuery query) {
    return ALL + conditions(query);
  }

  private static String conditions(JobQuery query) {
    return "%s %s %s".formatted(query.sortBy(), query.sortOrder(), query.filter().fingerprint());
  }
}
