package acuse.server.admin;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;

/**
 * A request to the admin port, whole and checked.
 *
 * @param method HEAD has become GET
 * @param path decoded, without the query
 * @param parameters of the query, decoded
 * @param body empty if there is none
 */
public record AdminRequest(
    HttpMethod method,
    String path,
    Map<String, List<String>> parameters,
    HttpHeaders headers,
    String body) {}
