"""Reads messages with Python's email package, strictly: JSON list of base64 in, JSON list of what it found out."""
import base64
import email
import email.policy
import json
import sys


def addresses(field):
    return [[a.display_name, a.addr_spec] for a in field.addresses] if field is not None else []


def part(p):
    out = {
        'type': p.get_content_type(),
        'cte': p['Content-Transfer-Encoding'] and str(p['Content-Transfer-Encoding']),
        'disposition': p.get_content_disposition(),
        'filename': p.get_filename(),
        'name': p.get_param('name') if p['Content-Type'] and p.get_param('name') else None,
        'id': p['Content-ID'] and str(p['Content-ID']),
        'related_type': p['Content-Type'].params.get('type') if p['Content-Type'] else None,
    }
    if p.get_content_type() == 'message/rfc822':
        out['content'] = None
    elif p.is_multipart():
        out['parts'] = [part(one) for one in p.iter_parts()]
    else:
        out['content'] = base64.b64encode(p.get_payload(decode=True)).decode()
    return out


def defects(p):
    found = [repr(d) for d in p.defects]
    for name in p.keys():
        for value in p.get_all(name):
            found += ['%s: %r' % (name, d) for d in getattr(value, 'defects', [])]
    for one in p.walk():
        if one is not p:
            found += defects(one)
    return found


def read(octets):
    try:
        m = email.message_from_bytes(octets, policy=email.policy.strict)
    except Exception as error:
        return {'error': repr(error)}
    return {
        'names': m.keys(),
        'headers': [[name, str(value)] for name, value in m.items()],
        'subject': m['Subject'] and str(m['Subject']),
        'from': addresses(m['From']),
        'to': addresses(m['To']),
        'defects': defects(m),
        'root': part(m),
    }


print(json.dumps([read(base64.b64decode(one)) for one in json.load(sys.stdin)]))
