# The cable is pulled in the middle of a receipt and put in again.
printer ready
faults at byte 250 unplugged
sale
end
printer gone
faults at byte 0 plugged
printer ready
sale
end
