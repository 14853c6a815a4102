# The cover is open when the sale is paid: the receipt waits and prints when it is closed.
printer ready
faults at byte 0 cover-opened
printer degraded
sale
faults at byte 0 cover-closed
printer ready
end
sale
end
