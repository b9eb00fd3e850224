#!/usr/bin/env bash
# Throw-away S/MIME keys, certificates and reference messages, all made by the system's openssl (>= 3).
# usage: make.sh OUT_DIR   (an empty directory)
set -euo pipefail
cd "${1:?usage: make.sh OUT_DIR}"

rsa() { openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key"; }
ec() { openssl genpkey -quiet -algorithm EC -pkeyopt "ec_paramgen_curve:$2" -out "$1.key"; }

# issue NAME SUBJECT KEY_USAGE EKU SAN_ADDRESS ISSUER
issue() {
  { echo 'basicConstraints=CA:FALSE'; echo "keyUsage=critical,$3"; echo "extendedKeyUsage=$4"
    [ -z "$5" ] || echo "subjectAltName=email:$5"; } > ext.cnf
  openssl req -new -key "$1.key" -subj "$2" -out req.pem
  openssl x509 -req -in req.pem -CA "$6.crt" -CAkey "$6.key" -CAcreateserial -extfile ext.cnf -days 36500 \
    -out "$1.crt" 2> /dev/null
}

# RSA keys take time to make: certificates that only have to be refused share one.
for name in ca signer jane john; do rsa "$name"; done
for name in signer_chain server_only encrypt_only expired; do cp signer.key "$name.key"; done
ec other_ca P-256
ec intermediate P-256
ec signer_ec P-256
ec signer_p384 P-384
ec erin_ec P-256
ec erin_p384 P-384

for name in ca other_ca; do
  openssl req -x509 -new -key "$name.key" -subj "/CN=Test $name/O=Test" -days 36500 -out "$name.crt" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign'
done
openssl req -new -key intermediate.key -subj '/CN=Test Intermediate' -out req.pem
printf 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n' > ext.cnf
openssl x509 -req -in req.pem -CA ca.crt -CAkey ca.key -CAcreateserial -extfile ext.cnf -days 36500 \
  -out intermediate.crt 2> /dev/null

both=digitalSignature,keyEncipherment
issue signer '/CN=Hello/emailAddress=hello@example.com' "$both" emailProtection hello@example.com ca
issue signer_chain '/CN=Chain/emailAddress=chain@example.com' "$both" emailProtection chain@example.com intermediate
issue signer_ec '/CN=EC/emailAddress=ec@example.com' digitalSignature,keyAgreement emailProtection ec@example.com ca
issue signer_p384 '/CN=P384' digitalSignature emailProtection p384@example.com ca
issue jane '/CN=Jane/emailAddress=jane@example.com' "$both" emailProtection jane@example.com ca
issue john '/CN=John/emailAddress=john@example.com' "$both" emailProtection john@example.com ca
issue erin_ec '/CN=Erin' digitalSignature,keyAgreement emailProtection erin@example.com ca
issue erin_p384 '/CN=Erin P384' keyAgreement emailProtection erin384@example.com ca
issue server_only '/CN=Server' "$both" serverAuth '' ca
issue encrypt_only '/CN=Encrypt only' keyEncipherment emailProtection encrypt@example.com ca

# `openssl x509` cannot date back before 3.4; `openssl ca` can.
mkdir newcerts; : > index.txt; echo 1000 > serial
cat > ca.cnf <<'CNF'
[ca]
default_ca=d
[d]
dir=.
new_certs_dir=newcerts
database=index.txt
serial=serial
default_md=sha256
policy=p
x509_extensions=e
copy_extensions=none
[p]
commonName=supplied
[e]
basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=emailProtection
subjectAltName=email:old@example.com
CNF
openssl req -new -key expired.key -subj '/CN=Old' -out req.pem
openssl ca -batch -config ca.cnf -cert ca.crt -keyfile ca.key -in req.pem -out expired.crt -notext \
  -startdate 20200101000000Z -enddate 20210101000000Z 2> /dev/null

openssl pkey -in signer.key -aes256 -passout pass:symfony-rocks -out signer_passphrase.key
printf 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n' > entity.txt
printf 'Gr=C3=BC=C3=9Fe aus Z=C3=BCrich\r\n' >> entity.txt
# Made by somebody else: what we must be able to read. `-stream` gives indefinite lengths (BER).
openssl cms -sign -binary -in entity.txt -signer signer.crt -inkey signer.key -from hello@example.com -out signed.eml
openssl cms -sign -binary -nodetach -keyid -in entity.txt -signer signer.crt -inkey signer.key -outform DER -stream \
  -out opaque_keyid_ber.der
openssl cms -sign -binary -noattr -md sha512 -in entity.txt -signer signer.crt -inkey signer.key -outform DER -out noattr.der
openssl cms -sign -binary -md sha1 -in entity.txt -signer signer.crt -inkey signer.key -outform DER -out sha1.der
openssl cms -encrypt -binary -aes-256-cbc -in entity.txt -out encrypted.eml jane.crt john.crt
openssl cms -encrypt -binary -aes-256-gcm -in entity.txt -out encrypted_gcm.eml jane.crt
openssl cms -encrypt -binary -aes-128-cbc -keyid -stream -in entity.txt -outform DER -out encrypted_keyid_ber.der jane.crt
openssl cms -encrypt -binary -aes-128-cbc -keyid -stream -in entity.txt -outform DER -out encrypted_ec_keyid_ber.der erin_ec.crt
openssl cms -encrypt -binary -des3 -in entity.txt -outform DER -out des3.der jane.crt
rm -rf ext.cnf req.pem ca.cnf index.txt* serial* newcerts ./*.srl
