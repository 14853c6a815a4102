# The cable brings bytes that mean nothing, between answers.
printer ready
faults at byte 50 noise ff7f0180; at byte 200 noise 371f0037
sale
end
sale
end
