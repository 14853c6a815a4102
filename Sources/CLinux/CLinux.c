// The functions that CLinux.h declares: one line of C each, no policy.
#define _GNU_SOURCE
#include "CLinux.h"
#include <linux/lp.h>
#include <pthread.h>
#include <resolv.h>

#include <linux/hidraw.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

int clinux_evdev_grab(int fd, int grab) { return ioctl(fd, EVIOCGRAB, (void *)(intptr_t)grab); }

int clinux_evdev_clock(int fd, int clock) { return ioctl(fd, EVIOCSCLOCKID, &clock); }

int clinux_evdev_silence(int fd, uint32_t type) {
  uint8_t none = 0;
  struct input_mask mask = {.type = type, .codes_size = sizeof none, .codes_ptr = (uintptr_t)&none};
  return ioctl(fd, EVIOCSMASK, &mask);
}

int clinux_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }

// Links to printers.

int clinux_printer_status(int fd) {
  struct stat node;
  int status = 0;
  if (fstat(fd, &node) != 0 || !S_ISCHR(node.st_mode) || major(node.st_rdev) != 180) return -1;
  return ioctl(fd, LPGETSTATUS, &status) == 0 ? status & 0xFF : -1;
}

int clinux_unsent(int fd) {
  int bytes = 0;
  return ioctl(fd, TIOCOUTQ, &bytes) == 0 ? bytes : -1;
}

int clinux_take_terminal(int fd) { return ioctl(fd, TIOCEXCL); }

tcflag_t clinux_crtscts(void) { return CRTSCTS; }

void clinux_set_vmin(struct termios *settings, unsigned char bytes) {
  settings->c_cc[VMIN] = bytes;
  settings->c_cc[VTIME] = 0;
}

void clinux_resolve_within(int seconds) {
  if ((_res.options & RES_INIT) == 0 && res_init() != 0) return;
  _res.retrans = seconds;
  _res.retry = 1;
}

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

