// The functions that CLinux.h declares: one line of C each, no policy.
#define _GNU_SOURCE
#include "CLinux.h"
#include <linux/hidraw.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>

int clinux_evdev_grab(int fd, int grab) { return ioctl(fd, EVIOCGRAB, (void *)(intptr_t)grab); }

int clinux_evdev_clock(int fd, int clock) { return ioctl(fd, EVIOCSCLOCKID, &clock); }

int clinux_evdev_silence(int fd, uint32_t type) {
  uint8_t none = 0;
  struct input_mask mask = {.type = type, .codes_size = sizeof none, .codes_ptr = (uintptr_t)&none};
  return ioctl(fd, EVIOCSMASK, &mask);
}

int clinux_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }

// Scanners.

int clinux_evdev_mask(int fd, uint32_t type, const uint8_t *codes, uint32_t count) {
  struct input_mask mask = {.type = type, .codes_size = count, .codes_ptr = (uintptr_t)codes};
  return ioctl(fd, EVIOCSMASK, &mask);
}

int clinux_hidraw_descriptor(int fd, uint8_t *bytes, int capacity) {
  struct hidraw_report_descriptor descriptor = {0};
  int size = 0;
  if (ioctl(fd, HIDIOCGRDESCSIZE, &size) != 0) return -1;
  if (size < 0) size = 0;
  if (size > HID_MAX_DESCRIPTOR_SIZE) size = HID_MAX_DESCRIPTOR_SIZE;
  descriptor.size = (uint32_t)size;
  if (ioctl(fd, HIDIOCGRDESC, &descriptor) != 0) return -1;
  if (size > capacity) size = capacity;
  memcpy(bytes, descriptor.value, (size_t)size);
  return size;
}

int clinux_tty_alone(int fd) { return ioctl(fd, TIOCEXCL); }
