/*
 * Asks the token verifier, over the Unix socket named by RDS_IAM_SOCKET, whether USER may log in with TOKEN.
 * Sent: the user name and the token, each closed by a NUL byte. Answered: one byte, '1' for yes; all else is no.
 */
#ifndef VERIFIER_CLIENT_H
#define VERIFIER_CLIENT_H

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static int send_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    /* MSG_NOSIGNAL: a verifier that went away must refuse one login, not kill the server process with SIGPIPE. */
    ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
    if (sent <= 0) return 0;
    bytes += sent;
    length -= (size_t)sent;
  }
  return 1;
}

static int token_is_accepted(const char *user, const char *token) {
  const char *path = getenv("RDS_IAM_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  struct timeval limit = { .tv_sec = 10 };
  char answer = '0';
  int fd;

  if (!path || strlen(path) >= sizeof address.sun_path) return 0;
  strcpy(address.sun_path, path);
  fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return 0;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0
      || !send_all(fd, user, strlen(user) + 1)
      || !send_all(fd, token, strlen(token) + 1)
      || recv(fd, &answer, 1, 0) != 1) answer = '0';
  close(fd);
  return answer == '1';
}

#endif
