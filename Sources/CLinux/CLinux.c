// The functions that CLinux.h declares: one line of C each, no policy.
#define _GNU_SOURCE
#include "CLinux.h"
#include <pthread.h>
#include <sys/ioctl.h>

int clinux_evdev_grab(int fd, int grab) { return ioctl(fd, EVIOCGRAB, (void *)(intptr_t)grab); }

int clinux_evdev_clock(int fd, int clock) { return ioctl(fd, EVIOCSCLOCKID, &clock); }

int clinux_evdev_silence(int fd, uint32_t type) {
  uint8_t none = 0;
  struct input_mask mask = {.type = type, .codes_size = sizeof none, .codes_ptr = (uintptr_t)&none};
  return ioctl(fd, EVIOCSMASK, &mask);
}

int clinux_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }
